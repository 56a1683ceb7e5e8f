// Written by `./brightwalk types` from the server's registry. Do not edit.
import type { Kind, VerbName } from './kinds';

export interface Writer {
  verb: VerbName;
  by: readonly string[];
  fields: readonly string[];
}

/** Kind to the verbs that may write into a row that is there, by whom (roles in its scope). */
export const writers: Partial<Record<Kind, readonly Writer[]>> = {
  bell: [{ verb: 'set_bell', by: ['admin'], fields: ['period', 'starts', 'ends'] }],
  charter_draft: [{ verb: 'change_charter_draft', by: ['leader', 'admin'], fields: ['minutes', 'feedbackDays', 'threshold', 'putAway'] }],
  charter_draft_text: [{ verb: 'change_charter_draft', by: ['leader', 'admin'], fields: ['purpose', 'neverFor', 'notice', 'readers', 'keeping'] }],
  charter_signature: [{ verb: 'sign_charter', by: ['member', 'admin'], fields: ['charterId', 'personId', 'side'] }],
  class: [{ verb: 'change_class', by: ['admin'], fields: ['title', 'subject', 'gradeBand', 'period', 'room'] }, { verb: 'end_class', by: ['admin'], fields: ['ended'] }],
  class_teacher: [{ verb: 'assign_teacher', by: ['admin'], fields: ['classId', 'personId'] }],
  consent: [{ verb: 'allow_quote', by: ['teacher'], fields: ['noteId', 'teacherId', 'yes'] }],
  contribution: [{ verb: 'reword_contribution', by: ['member', 'facilitator', 'admin'], fields: ['text'] }],
  decision: [{ verb: 'decide', by: ['member', 'facilitator', 'admin'], fields: ['meetingId', 'text', 'decisionKind', 'howUsed'] }],
  draft_look_for: [{ verb: 'change_protocol_draft', by: ['leader', 'admin'], fields: ['draftId', 'dimension', 'position'] }],
  draft_shaped: [{ verb: 'shape_draft', by: ['staff', 'leader', 'admin'], fields: ['draftId', 'personId'] }],
  draft_wording: [{ verb: 'change_protocol_draft', by: ['leader', 'admin'], fields: ['of', 'part', 'language', 'text'] }],
  evidence_note: [{ verb: 'restore_evidence_note', by: ['observer'], fields: ['text', 'begunAt', 'begunOffset'] }, { verb: 'reword_evidence_note', by: ['observer'], fields: ['text'] }],
  feedback: [{ verb: 'ask_growth_question', by: ['observer'], fields: ['question'] }, { verb: 'share_feedback', by: ['observer'], fields: ['shared', 'sharedAt'] }, { verb: 'withdraw_share', by: ['observer'], fields: ['shared', 'sharedAt'] }],
  focus: [{ verb: 'end_focus', by: ['staff', 'leader', 'admin'], fields: ['until'] }],
  invitation: [{ verb: 'invite_observers', by: ['staff', 'leader', 'admin'], fields: ['teacherId', 'classId', 'lookForId', 'focusText', 'day', 'period', 'times', 'until'] }],
  joining: [{ verb: 'join_visit', by: ['observer'], fields: ['key', 'hostId'] }],
  meeting: [{ verb: 'close_meeting', by: ['facilitator', 'admin'], fields: ['closedAt'] }, { verb: 'turn_to_phase', by: ['facilitator', 'admin'], fields: ['phase', 'phaseStartedAt'] }],
  next_step: [{ verb: 'agree_next_step', by: ['member', 'facilitator', 'admin'], fields: ['agreed'] }, { verb: 'report_next_step', by: ['member', 'facilitator', 'admin'], fields: ['status'] }],
  note_tag: [{ verb: 'tag_note', by: ['observer'], fields: ['noteId', 'lookForId'] }],
  person: [{ verb: 'change_person', by: ['admin', 'leader', 'staff'], fields: ['name', 'email', 'language'] }],
  picture: [{ verb: 'describe_picture', by: ['observer'], fields: ['described'] }, { verb: 'restore_picture', by: ['observer'], fields: ['noteId', 'described', 'thumb', 'width', 'height', 'size', 'sha256', 'mediaType'] }],
  protocol: [{ verb: 'retire_protocol', by: ['member', 'admin'], fields: ['inForce'] }],
  protocol_draft: [{ verb: 'change_protocol_draft', by: ['leader', 'admin'], fields: ['reason', 'putAway'] }],
  response: [{ verb: 'answer_feedback', by: ['teacher'], fields: ['teacherId', 'answer', 'text', 'answeredAt'] }],
  role: [{ verb: 'give_role', by: ['admin', 'leader', 'staff'], fields: ['personId', 'role'] }],
  same_look_for: [{ verb: 'declare_same_look_for', by: ['facilitator', 'admin'], fields: ['earlierId', 'laterId', 'since'] }],
  school: [{ verb: 'change_school', by: ['admin'], fields: ['name', 'timeZone', 'language', 'yearStart', 'yearEnd', 'weekdays', 'lockAfter', 'lockWanted', 'photos'] }],
  sketch: [{ verb: 'change_sketch', by: ['observer'], fields: ['paper', 'described'] }, { verb: 'restore_sketch', by: ['observer'], fields: ['noteId', 'paper', 'described'] }],
  strength: [{ verb: 'reword_strength', by: ['observer'], fields: ['text', 'position'] }],
  strength_note: [{ verb: 'rest_strength_on_note', by: ['observer'], fields: ['strengthId', 'noteId'] }],
  stroke: [{ verb: 'redraw_strokes', by: ['observer'], fields: ['sketchId', 'points'] }],
  team: [{ verb: 'change_team', by: ['facilitator', 'admin'], fields: ['name', 'purpose', 'patterns'] }],
  team_member: [{ verb: 'add_team_member', by: ['facilitator', 'admin'], fields: ['personId', 'name', 'perspectives', 'covered', 'facilitates'] }, { verb: 'change_team_member', by: ['facilitator', 'admin'], fields: ['name', 'perspectives', 'covered', 'facilitates'] }],
  visit_key: [{ verb: 'show_visit_key', by: ['observer'], fields: ['key'] }],
  walkthrough: [{ verb: 'discard_walkthrough', by: ['observer'], fields: ['discarded'] }, { verb: 'finish_walkthrough', by: ['observer'], fields: ['finishedAt'] }, { verb: 'reopen_walkthrough', by: ['observer'], fields: ['finishedAt'] }],
};

/** Kind to the verb that takes a row away, and by whom. */
export const removers: Partial<Record<Kind, { verb: VerbName; by: readonly string[] }>> = {
  bell: { verb: 'clear_bell', by: ['admin'] },
  charter_signature: { verb: 'withdraw_signature', by: ['member', 'admin'] },
  class_teacher: { verb: 'unassign_teacher', by: ['admin'] },
  companion: { verb: 'part_from_companion', by: ['observer'] },
  day_off: { verb: 'clear_day_off', by: ['admin'] },
  draft_comment: { verb: 'take_comment_away', by: ['staff', 'leader', 'admin'] },
  draft_look_for: { verb: 'drop_draft_look_for', by: ['leader', 'admin'] },
  draft_shaped: { verb: 'step_back_from_draft', by: ['staff', 'leader', 'admin'] },
  evidence_note: { verb: 'remove_evidence_note', by: ['observer'] },
  invitation: { verb: 'take_back_invitation', by: ['staff', 'leader', 'admin'] },
  joining: { verb: 'leave_visit', by: ['observer'] },
  lens_word: { verb: 'forget_lens_word', by: ['leader', 'admin'] },
  note_tag: { verb: 'untag_note', by: ['observer'] },
  picture: { verb: 'remove_picture', by: ['observer'] },
  role: { verb: 'end_role', by: ['admin', 'leader', 'staff'] },
  same_look_for: { verb: 'declare_other_look_for', by: ['facilitator', 'admin'] },
  sketch: { verb: 'remove_sketch', by: ['observer'] },
  strength: { verb: 'drop_strength', by: ['observer'] },
  strength_note: { verb: 'lift_strength_from_note', by: ['observer'] },
  stroke: { verb: 'erase_strokes', by: ['observer'] },
  team_member: { verb: 'leave_team', by: ['member', 'facilitator', 'admin'] },
};
