"""The team sits down: a purpose, phases with their time, thoughts, a decision, a next step.

A meeting starts with a purpose and ends with a decision and the promises that follow from it. They
open the next meeting, and a promise's look-for is offered as the focus of the next walkthroughs.
"""
