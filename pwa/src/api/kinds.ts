// Written by `./brightwalk types` from the server's registry. Do not edit.

export interface Kinds {
  also_here: { somebody: boolean | null }
  bell: { period: string | null; starts: string | null; ends: string | null }
  charter: { minutes: number | null; feedbackDays: number | null; threshold: number | null; replaces: string | null }
  charter_draft: { minutes: number | null; feedbackDays: number | null; threshold: number | null; replaces: string | null; charterId: string | null; putAway: boolean | null }
  charter_draft_text: { draftId: string | null; language: string | null; purpose: string | null; neverFor: string | null; notice: string | null; readers: string | null; keeping: string | null }
  charter_in_force: { charterId: string | null; number: number | null; since: string | null }
  charter_signature: { charterId: string | null; personId: string | null; side: 'leadership' | 'teachers' | null; name: string | null }
  charter_text: { charterId: string | null; language: string | null; purpose: string | null; neverFor: string | null; notice: string | null; readers: string | null; keeping: string | null }
  class: { title: string | null; subject: string | null; gradeBand: string | null; period: string | null; room: string | null; ended: boolean | null; sourcedId: string | null }
  class_teacher: { classId: string | null; personId: string | null }
  companion: { walkthroughId: string | null; observerId: string | null; name: string | null; hosts: boolean | null }
  consent: { noteId: string | null; teacherId: string | null; yes: boolean | null }
  contribution: { meetingId: string | null; phase: 'gather' | 'last_promise' | 'strengths' | 'notice' | 'make_sense' | 'grow' | 'close' | null; promptId: string | null; text: string | null }
  coverage: { teacherId: string | null; classId: string | null; week: string | null; observerId: string | null }
  day_off: { day: string | null; title: string | null }
  decision: { meetingId: string | null; text: string | null; decisionKind: 'shared' | 'leader_with_input' | 'information' | 'none' | null; howUsed: string | null }
  draft_comment: { draftId: string | null; personId: string | null; text: string | null }
  draft_look_for: { draftId: string | null; dimension: string | null; position: number | null }
  draft_shaped: { draftId: string | null; personId: string | null }
  draft_wording: { of: string | null; part: string | null; language: string | null; text: string | null }
  evidence_note: { text: string | null; begunAt: string | null; begunOffset: number | null }
  feedback: { question: string | null; shared: boolean | null; sharedAt: string | null }
  focus: { lookForId: string | null; teamId: string | null; nextStepId: string | null; since: string | null; until: string | null }
  invitation: { teacherId: string | null; classId: string | null; lookForId: string | null; focusText: string | null; day: string | null; period: string | null; times: string | null; until: string | null }
  joining: { key: string | null; hostId: string | null; outcome: 'joined' | 'own' | 'other_room' | 'other_time' | 'visited' | 'already_shared' | 'elsewhere' | 'parted' | null }
  lens_word: { sort: string | null; text: string | null }
  look_for: { protocolId: string | null; dimension: string | null; position: number | null }
  meeting: { purpose: string | null; minutes: number | null; startedAt: string | null; phase: 'gather' | 'last_promise' | 'strengths' | 'notice' | 'make_sense' | 'grow' | 'close' | null; phaseStartedAt: string | null; closedAt: string | null; heldBy: string | null }
  next_block: { moreTeachers: number | null }
  next_step: { meetingId: string | null; text: string | null; ownerId: string | null; due: string | null; lookForId: string | null; studentEffect: string | null; status: 'open' | 'done' | 'learning' | null; agreed: boolean | null }
  note_tag: { noteId: string | null; lookForId: string | null }
  person: { name: string | null; email: string | null; language: 'en' | 'es' | null }
  picture: { noteId: string | null; described: string | null; thumb: string | null; width: number | null; height: number | null; size: number | null; sha256: string | null; mediaType: 'image/jpeg' | 'image/png' | 'image/webp' | null }
  prompt: { stem: string | null; phase: 'open' | 'notice' | 'make_sense' | 'grow' | 'equity' | 'decide' | 'close' | null; lookForId: string | null; noticed: number | null; visits: number | null; nearlyAll: boolean | null; block: number | null; rule: string | null; madeAt: string | null }
  protocol: { position: number | null; starter: string | null; inForce: boolean | null; replaces: string | null; reason: string | null; source: string | null }
  protocol_draft: { replaces: string | null; starter: string | null; source: string | null; reason: string | null; protocolId: string | null; putAway: boolean | null }
  response: { teacherId: string | null; answer: 'fits' | 'context' | 'wonder' | 'come_back' | 'differently' | null; text: string | null; answeredAt: string | null }
  role: { personId: string | null; role: 'leader' | 'teacher' | 'admin' | 'representative' | 'support' | 'family' | 'learner' | null }
  same_look_for: { earlierId: string | null; laterId: string | null; since: string | null }
  school: { name: string | null; timeZone: string | null; language: 'en' | 'es' | null; isDistrict: boolean | null; yearStart: string | null; yearEnd: string | null; weekdays: number[] | null; districtId: string | null; lockAfter: number | null; lockWanted: boolean | null; photos: boolean | null }
  school_release: { block: number | null; closedOn: string | null; visits: number | null; figures: ({ lookFor: string; noticed: number | null; nearlyAll: boolean })[] | null; protocolId: string | null; firstDay: string | null; lastDay: string | null; group: string | null }
  sketch: { noteId: string | null; paper: 'blank' | 'seats' | null; described: string | null }
  strength: { text: string | null; position: number | null }
  strength_note: { strengthId: string | null; noteId: string | null }
  stroke: { sketchId: string | null; points: string | null }
  team: { name: string | null; purpose: string | null; patterns: 'rooms' | 'school' | null }
  team_member: { personId: string | null; name: string | null; perspectives: ('administrator' | 'educator' | 'family' | 'learner' | 'community' | 'pupil_services' | 'school_board')[] | null; covered: boolean | null; facilitates: boolean | null }
  team_next_block: { moreTeachers: number | null }
  team_release: { block: number | null; closedOn: string | null; visits: number | null; figures: ({ lookFor: string; noticed: number | null; nearlyAll: boolean })[] | null; protocolId: string | null; firstDay: string | null; lastDay: string | null; group: string | null }
  visit_key: { key: string | null }
  visited: { personId: string | null; name: string | null }
  walkthrough: { classId: string | null; classTitle: string | null; protocolId: string | null; charterId: string | null; focusLookForId: string | null; focusText: string | null; observerId: string | null; startedAt: string | null; startedOffset: number | null; finishedAt: string | null; discarded: boolean | null; invitationId: string | null }
  wording: { of: string | null; part: string | null; language: string | null; text: string | null }
}
export type Kind = keyof Kinds

export const scopeTypeOf = {
  also_here: 'walkthrough',
  bell: 'school',
  charter: 'school',
  charter_draft: 'leaders',
  charter_draft_text: 'leaders',
  charter_in_force: 'school',
  charter_signature: 'school',
  charter_text: 'school',
  class: 'staff',
  class_teacher: 'staff',
  companion: 'walkthrough',
  consent: 'walkthrough',
  contribution: 'team',
  coverage: 'leaders',
  day_off: 'school',
  decision: 'team',
  draft_comment: 'staff',
  draft_look_for: 'staff',
  draft_shaped: 'staff',
  draft_wording: 'staff',
  evidence_note: 'walkthrough',
  feedback: 'walkthrough',
  focus: 'staff',
  invitation: 'staff',
  joining: 'walkthrough',
  lens_word: 'staff',
  look_for: 'school',
  meeting: 'team',
  next_block: 'school',
  next_step: 'team',
  note_tag: 'walkthrough',
  person: 'staff',
  picture: 'walkthrough',
  prompt: 'team',
  protocol: 'school',
  protocol_draft: 'staff',
  response: 'walkthrough',
  role: 'staff',
  same_look_for: 'team',
  school: 'school',
  school_release: 'school',
  sketch: 'walkthrough',
  strength: 'walkthrough',
  strength_note: 'walkthrough',
  stroke: 'walkthrough',
  team: 'team',
  team_member: 'team',
  team_next_block: 'team',
  team_release: 'team',
  visit_key: 'walkthrough',
  visited: 'walkthrough',
  walkthrough: 'walkthrough',
  wording: 'school',
} as const satisfies Record<Kind, string>

export const fieldsOf: Record<Kind, readonly string[]> = {
  also_here: ['somebody'],
  bell: ['period', 'starts', 'ends'],
  charter: ['minutes', 'feedbackDays', 'threshold', 'replaces'],
  charter_draft: ['minutes', 'feedbackDays', 'threshold', 'replaces', 'charterId', 'putAway'],
  charter_draft_text: ['draftId', 'language', 'purpose', 'neverFor', 'notice', 'readers', 'keeping'],
  charter_in_force: ['charterId', 'number', 'since'],
  charter_signature: ['charterId', 'personId', 'side', 'name'],
  charter_text: ['charterId', 'language', 'purpose', 'neverFor', 'notice', 'readers', 'keeping'],
  class: ['title', 'subject', 'gradeBand', 'period', 'room', 'ended', 'sourcedId'],
  class_teacher: ['classId', 'personId'],
  companion: ['walkthroughId', 'observerId', 'name', 'hosts'],
  consent: ['noteId', 'teacherId', 'yes'],
  contribution: ['meetingId', 'phase', 'promptId', 'text'],
  coverage: ['teacherId', 'classId', 'week', 'observerId'],
  day_off: ['day', 'title'],
  decision: ['meetingId', 'text', 'decisionKind', 'howUsed'],
  draft_comment: ['draftId', 'personId', 'text'],
  draft_look_for: ['draftId', 'dimension', 'position'],
  draft_shaped: ['draftId', 'personId'],
  draft_wording: ['of', 'part', 'language', 'text'],
  evidence_note: ['text', 'begunAt', 'begunOffset'],
  feedback: ['question', 'shared', 'sharedAt'],
  focus: ['lookForId', 'teamId', 'nextStepId', 'since', 'until'],
  invitation: ['teacherId', 'classId', 'lookForId', 'focusText', 'day', 'period', 'times', 'until'],
  joining: ['key', 'hostId', 'outcome'],
  lens_word: ['sort', 'text'],
  look_for: ['protocolId', 'dimension', 'position'],
  meeting: ['purpose', 'minutes', 'startedAt', 'phase', 'phaseStartedAt', 'closedAt', 'heldBy'],
  next_block: ['moreTeachers'],
  next_step: ['meetingId', 'text', 'ownerId', 'due', 'lookForId', 'studentEffect', 'status', 'agreed'],
  note_tag: ['noteId', 'lookForId'],
  person: ['name', 'email', 'language'],
  picture: ['noteId', 'described', 'thumb', 'width', 'height', 'size', 'sha256', 'mediaType'],
  prompt: ['stem', 'phase', 'lookForId', 'noticed', 'visits', 'nearlyAll', 'block', 'rule', 'madeAt'],
  protocol: ['position', 'starter', 'inForce', 'replaces', 'reason', 'source'],
  protocol_draft: ['replaces', 'starter', 'source', 'reason', 'protocolId', 'putAway'],
  response: ['teacherId', 'answer', 'text', 'answeredAt'],
  role: ['personId', 'role'],
  same_look_for: ['earlierId', 'laterId', 'since'],
  school: ['name', 'timeZone', 'language', 'isDistrict', 'yearStart', 'yearEnd', 'weekdays', 'districtId', 'lockAfter', 'lockWanted', 'photos'],
  school_release: ['block', 'closedOn', 'visits', 'figures', 'protocolId', 'firstDay', 'lastDay', 'group'],
  sketch: ['noteId', 'paper', 'described'],
  strength: ['text', 'position'],
  strength_note: ['strengthId', 'noteId'],
  stroke: ['sketchId', 'points'],
  team: ['name', 'purpose', 'patterns'],
  team_member: ['personId', 'name', 'perspectives', 'covered', 'facilitates'],
  team_next_block: ['moreTeachers'],
  team_release: ['block', 'closedOn', 'visits', 'figures', 'protocolId', 'firstDay', 'lastDay', 'group'],
  visit_key: ['key'],
  visited: ['personId', 'name'],
  walkthrough: ['classId', 'classTitle', 'protocolId', 'charterId', 'focusLookForId', 'focusText', 'observerId', 'startedAt', 'startedOffset', 'finishedAt', 'discarded', 'invitationId'],
  wording: ['of', 'part', 'language', 'text'],
}

export type VerbName =
  | 'add_class'
  | 'add_evidence_note'
  | 'add_person'
  | 'add_picture'
  | 'add_sketch'
  | 'add_team_member'
  | 'agree_next_step'
  | 'allow_quote'
  | 'answer_feedback'
  | 'ask_growth_question'
  | 'assign_teacher'
  | 'change_charter_draft'
  | 'change_class'
  | 'change_person'
  | 'change_protocol_draft'
  | 'change_school'
  | 'change_sketch'
  | 'change_team'
  | 'change_team_member'
  | 'clear_bell'
  | 'clear_day_off'
  | 'close_blocks'
  | 'close_meeting'
  | 'comment_on_draft'
  | 'contribute'
  | 'decide'
  | 'declare_other_look_for'
  | 'declare_same_look_for'
  | 'describe_picture'
  | 'discard_walkthrough'
  | 'draft_charter'
  | 'draft_protocol'
  | 'draw_strokes'
  | 'drop_draft_look_for'
  | 'drop_strength'
  | 'end_class'
  | 'end_focus'
  | 'end_role'
  | 'erase_strokes'
  | 'finish_walkthrough'
  | 'forget_lens_word'
  | 'give_role'
  | 'invite_observers'
  | 'join_visit'
  | 'lay_open_charter'
  | 'leave_team'
  | 'leave_visit'
  | 'lift_strength_from_note'
  | 'make_team'
  | 'mark_day_off'
  | 'name_strength'
  | 'offer_focus'
  | 'open_meeting'
  | 'part_from_companion'
  | 'promise_next_step'
  | 'publish_protocol'
  | 'purge_words'
  | 'redraw_strokes'
  | 'remove_evidence_note'
  | 'remove_picture'
  | 'remove_sketch'
  | 'reopen_walkthrough'
  | 'report_next_step'
  | 'rest_strength_on_note'
  | 'restore_evidence_note'
  | 'restore_picture'
  | 'restore_sketch'
  | 'retire_protocol'
  | 'reword_contribution'
  | 'reword_evidence_note'
  | 'reword_strength'
  | 'set_bell'
  | 'shape_draft'
  | 'share_feedback'
  | 'show_visit_key'
  | 'sign_charter'
  | 'start_walkthrough'
  | 'step_back_from_draft'
  | 'tag_note'
  | 'take_back_invitation'
  | 'take_comment_away'
  | 'teach_lens_word'
  | 'turn_to_phase'
  | 'unassign_teacher'
  | 'untag_note'
  | 'withdraw_share'
  | 'withdraw_signature'

export const opens: Partial<Record<VerbName, { scopeType: string; role: string }>> = {
  make_team: { scopeType: 'team', role: 'facilitator' },
  start_walkthrough: { scopeType: 'walkthrough', role: 'observer' },
}

export type ProblemName =
  | 'already_exists'
  | 'already_read'
  | 'already_set_up'
  | 'already_shared'
  | 'bad_calendar'
  | 'busy'
  | 'charter_in_force'
  | 'charter_moved_on'
  | 'covered_elsewhere'
  | 'cross_site'
  | 'demo_has_no_roster'
  | 'device_closed'
  | 'disk_full'
  | 'email_needed'
  | 'enough_pictures'
  | 'host_shares'
  | 'id_reused'
  | 'last_admin'
  | 'last_protocol'
  | 'left_out'
  | 'link_not_valid'
  | 'link_waits'
  | 'malformed'
  | 'meeting_closed'
  | 'no_decision'
  | 'no_input_used'
  | 'no_purpose'
  | 'not_a_member'
  | 'not_a_picture'
  | 'not_a_representative'
  | 'not_agreed_parts'
  | 'not_found'
  | 'not_shared'
  | 'not_their_class'
  | 'not_your_side'
  | 'not_yours'
  | 'nothing_to_share'
  | 'other_school'
  | 'our_fault'
  | 'photos_off'
  | 'picture_on_its_way'
  | 'reason_needed'
  | 'roster_ends_many'
  | 'roster_not_readable'
  | 'scope_exists'
  | 'scope_lost'
  | 'server_older'
  | 'sign_in_first'
  | 'strength_without_note'
  | 'timeline'
  | 'too_large'
  | 'too_many_live'
  | 'too_many_tries'
  | 'two_wordings'
  | 'unknown_verb'
  | 'unstorable_text'
  | 'update_needed'
  | 'waited_too_long'
  | 'walkthrough_discarded'
  | 'weak_password'
  | 'wrong_account'
  | 'wrong_media'
  | 'wrong_method'
  | 'wrong_shape'
  | 'wrong_sign_in'
