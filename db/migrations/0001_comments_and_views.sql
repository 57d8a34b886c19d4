COMMENT ON TABLE agent_interval IS 'Additive sums per agent and quarter of an hour: times are cut at the borders of the interval; counts belong to the interval of the offer.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."agent_id" IS 'Id of the agent: her interface on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."start_at" IS 'Start of the interval or span.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."signed_in_ms" IS 'In at least one queue, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."available_ms" IS 'Free for a contact, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."ringing_ms" IS 'Being rung, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."talk_ms" IS 'In conversation, hold not included, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."hold_ms" IS 'With a contact on hold, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."acw_ms" IS 'In wrap-up, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."break_ms" IS 'In state break, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."break_ms_by_reason" IS 'Time in state break by the platform''s reason, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."busy_ms" IS 'In use without a contact of a queue, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."unknown_ms" IS 'Device not reachable, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."answered" IS 'Answered by a person.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."handled" IS 'Answered whose conversation has ended.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."handled_talk_ms" IS 'Sum of talk of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."handled_hold_ms" IS 'Sum of hold of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."handled_acw_ms" IS 'Sum of known wrap-up of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."acw_known" IS 'Handled of which the wrap-up is known.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."ring_no_answer" IS 'How often an agent was rung and did not answer.';
--> statement-breakpoint
COMMENT ON COLUMN agent_interval."revision" IS 'How often the row was counted again from the log.';
--> statement-breakpoint
COMMENT ON TABLE agent_pause IS 'Pauses as the platform sees them, per agent and queue; several may run at once. State `break` of agent_span is what they make together.';
--> statement-breakpoint
COMMENT ON COLUMN agent_pause."agent_id" IS 'Id of the agent: her interface on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN agent_pause."queue_id" IS 'Id of the queue: its name on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN agent_pause."reason" IS 'The platform''s text.';
--> statement-breakpoint
COMMENT ON COLUMN agent_pause."started_at" IS 'When it began.';
--> statement-breakpoint
COMMENT ON COLUMN agent_pause."ended_at" IS 'When it ended; null while it lasts.';
--> statement-breakpoint
COMMENT ON TABLE agent_span IS 'What each agent did: one state at a time, without holes or overlaps. The truth behind all times of agents.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."agent_id" IS 'Id of the agent: her interface on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."started_at" IS 'When it began.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."ended_at" IS 'When it ended; null while it lasts.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."state" IS 'offline, available, ringing, talking, hold, acw, break, busy or unknown.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."reason" IS 'The platform''s text.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."contact_id" IS 'Id of the contact, unique within its source.';
--> statement-breakpoint
COMMENT ON COLUMN agent_span."queue_id" IS 'Id of the queue: its name on the platform.';
--> statement-breakpoint
COMMENT ON TABLE checkpoint IS 'Saved states of the fold, so that a start reads only the tail of the log.';
--> statement-breakpoint
COMMENT ON COLUMN checkpoint."kind" IS 'minute (the newest serve a start) or day (the state at the start of a business day, for recounts).';
--> statement-breakpoint
COMMENT ON COLUMN checkpoint."position" IS 'Last position of the log within the state.';
--> statement-breakpoint
COMMENT ON COLUMN checkpoint."day" IS 'Business day, by the date on which it starts.';
--> statement-breakpoint
COMMENT ON COLUMN checkpoint."saved_at" IS 'When it was saved.';
--> statement-breakpoint
COMMENT ON COLUMN checkpoint."format" IS 'Version of the format.';
--> statement-breakpoint
COMMENT ON COLUMN checkpoint."state" IS 'The state, compressed JSON.';
--> statement-breakpoint
COMMENT ON TABLE contact IS 'One row per contact (call, chat, mail): the floor counts each once, by the best outcome of its stays.';
--> statement-breakpoint
COMMENT ON COLUMN contact."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN contact."contact_id" IS 'Id of the contact, unique within its source.';
--> statement-breakpoint
COMMENT ON COLUMN contact."channel" IS 'voice, chat, email and so on.';
--> statement-breakpoint
COMMENT ON COLUMN contact."direction" IS 'inbound, outbound and so on.';
--> statement-breakpoint
COMMENT ON COLUMN contact."first_queue_id" IS 'The queue to which the contact was first offered.';
--> statement-breakpoint
COMMENT ON COLUMN contact."started_at" IS 'Start of the contact, where known.';
--> statement-breakpoint
COMMENT ON COLUMN contact."stays" IS 'How many stays in queues the contact had.';
--> statement-breakpoint
COMMENT ON COLUMN contact."outcome" IS 'answered, abandoned, left_otherwise, lost (we lost sight of it) or open (still waiting).';
--> statement-breakpoint
COMMENT ON COLUMN contact."offered_at" IS 'When it entered the queue. Everything about it is counted in the interval of this instant.';
--> statement-breakpoint
COMMENT ON COLUMN contact."exit_at" IS 'When the waiting ended, whatever the outcome.';
--> statement-breakpoint
COMMENT ON COLUMN contact."exit_reason" IS 'Why the waiting ended.';
--> statement-breakpoint
COMMENT ON COLUMN contact."wait_ms" IS 'From the offer to the end of the waiting, ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."answered_at" IS 'When a person answered.';
--> statement-breakpoint
COMMENT ON COLUMN contact."ended_at" IS 'When it ended; null while it lasts.';
--> statement-breakpoint
COMMENT ON COLUMN contact."handled" IS 'True once an answered conversation has ended. Its times count in AHT.';
--> statement-breakpoint
COMMENT ON COLUMN contact."talk_ms" IS 'Conversation without hold, ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."hold_ms" IS 'Hold, ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."acw_ms" IS 'Wrap-up after the conversation, ms; null where unknown, which is not 0.';
--> statement-breakpoint
COMMENT ON COLUMN contact."acw_source" IS 'Where acw_ms comes from: event, derived or unknown.';
--> statement-breakpoint
COMMENT ON COLUMN contact."target_ms" IS 'Target of the wait in force when it was offered, ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."short_ms" IS 'Short-abandon limit in force when it was offered, ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."in_target" IS 'True if the wait was at most target_ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."short" IS 'True if the wait was less than short_ms.';
--> statement-breakpoint
COMMENT ON COLUMN contact."settings_version" IS 'Version of the settings in force when it was offered.';
--> statement-breakpoint
COMMENT ON COLUMN contact."ring_no_answer" IS 'How often an agent was rung and did not answer.';
--> statement-breakpoint
COMMENT ON COLUMN contact."transferred_warm" IS 'Handed on after a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN contact."transferred_blind" IS 'Handed on without a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN contact."over_statutory" IS 'Whether a person came later than the law allows, from the start of the contact; null where that start is not known.';
--> statement-breakpoint
COMMENT ON COLUMN contact."estimated" IS 'True where an instant is not known and a bound stands in for it.';
--> statement-breakpoint
COMMENT ON TABLE entity_id IS 'Which id in Moked stands for which id of a platform.';
--> statement-breakpoint
COMMENT ON COLUMN entity_id."kind" IS 'queue or agent.';
--> statement-breakpoint
COMMENT ON COLUMN entity_id."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN entity_id."platform_id" IS 'Id on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN entity_id."id" IS 'Id in Moked.';
--> statement-breakpoint
COMMENT ON TABLE event_log IS 'Every fact that was acknowledged, in the order of its commit. All other tables can be computed again from it.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."position" IS 'Place in the log. Grows with the order of commits; holes are normal.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."source" IS 'Name of the connection by which it came. With event_id it names the fact: the same twice is stored once.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."event_id" IS 'Id of the fact, unique within its source.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."type" IS 'Type of the fact, such as cc.contact.queued.v1.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."at" IS 'When it happened: the platform''s time, corrected by its measured skew.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."source_time" IS 'When the platform says it happened.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."received_at" IS 'When Moked received it.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."sequence" IS 'The platform''s own order among facts of one instant; empty if it has none.';
--> statement-breakpoint
COMMENT ON COLUMN event_log."body" IS 'The rest of the fact: data, quality of its time, and the name the platform gives it.';
--> statement-breakpoint
COMMENT ON TABLE floor_interval IS 'Additive sums of contact per quarter of an hour in which the contact was first offered.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."start_at" IS 'Start of the interval or span.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."offered" IS 'Contacts offered. offered = answered + abandoned + left_otherwise + lost + open.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."answered" IS 'Answered by a person.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."answered_in_target" IS 'Answered within the target.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."abandoned" IS 'Left by the customer before an answer, short ones included.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."abandoned_short" IS 'Abandoned within the short-abandon limit.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."abandoned_in_target" IS 'Abandoned within the target.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."left_otherwise" IS 'Left the queue otherwise: time-out, key, overflow, transfer.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."lost" IS 'We lost sight of them: in no average and in no ratio.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."open" IS 'Still waiting.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."undecided" IS 'Still waiting, and neither late nor in target yet: in no ratio.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."handled" IS 'Answered whose conversation has ended.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."wait_ms_answered" IS 'Sum of the waits of the answered, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."wait_ms_abandoned" IS 'Sum of the waits of the abandoned, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."wait_ms_max" IS 'Longest wait of any that left the queue, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."wait_histogram" IS 'Waits of the answered by bins; serves median and 90th percentile only.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."handled_talk_ms" IS 'Sum of talk of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."handled_hold_ms" IS 'Sum of hold of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."handled_acw_ms" IS 'Sum of known wrap-up of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."acw_known" IS 'Handled of which the wrap-up is known.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."ring_no_answer" IS 'How often an agent was rung and did not answer.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."transferred_warm" IS 'Handed on after a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."transferred_blind" IS 'Handed on without a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."over_statutory" IS 'Whether a person came later than the law allows, from the start of the contact; null where that start is not known.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."statutory_known" IS 'Answered or left of which the start of the contact is known.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."revision" IS 'How often the row was counted again from the log.';
--> statement-breakpoint
COMMENT ON TABLE gap IS 'Spans in which facts of a source may be missing. Figures over a gap are at least uncertain.';
--> statement-breakpoint
COMMENT ON COLUMN gap."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN gap."from_at" IS 'Since when facts may be missing.';
--> statement-breakpoint
COMMENT ON COLUMN gap."to_at" IS 'Until when facts may be missing; null while they still may.';
--> statement-breakpoint
COMMENT ON COLUMN gap."reason" IS 'The platform''s text.';
--> statement-breakpoint
COMMENT ON TABLE marked_day IS 'Business days to which a fact came too late: they wait for a recount.';
--> statement-breakpoint
COMMENT ON COLUMN marked_day."day" IS 'Business day, by the date on which it starts.';
--> statement-breakpoint
COMMENT ON COLUMN marked_day."marked_at" IS 'When it was marked.';
--> statement-breakpoint
COMMENT ON TABLE meta IS 'Small durable values of the server, such as the position up to which the tables are written.';
--> statement-breakpoint
COMMENT ON COLUMN meta."key" IS 'Name of the value.';
--> statement-breakpoint
COMMENT ON COLUMN meta."value" IS 'The value.';
--> statement-breakpoint
COMMENT ON TABLE quarantine IS 'Facts that stopped the fold twice: they are left out until someone looks.';
--> statement-breakpoint
COMMENT ON COLUMN quarantine."position" IS 'Place in the log. Grows with the order of commits; holes are normal.';
--> statement-breakpoint
COMMENT ON COLUMN quarantine."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN quarantine."event_id" IS 'Id of the fact, unique within its source.';
--> statement-breakpoint
COMMENT ON COLUMN quarantine."reason" IS 'What went wrong.';
--> statement-breakpoint
COMMENT ON COLUMN quarantine."quarantined_at" IS 'When it was put aside.';
--> statement-breakpoint
COMMENT ON TABLE queue_interval IS 'Additive sums of queue_stay per queue and quarter of an hour in which the stay was offered. Add rows, then divide; never average averages.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."queue_id" IS 'Id of the queue: its name on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."start_at" IS 'Start of the interval or span.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."offered" IS 'Stays offered. offered = answered + abandoned + left_otherwise + lost + open.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."answered" IS 'Answered by a person.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."answered_in_target" IS 'Answered within the target.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."abandoned" IS 'Left by the customer before an answer, short ones included.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."abandoned_short" IS 'Abandoned within the short-abandon limit.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."abandoned_in_target" IS 'Abandoned within the target.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."left_otherwise" IS 'Left the queue otherwise: time-out, key, overflow, transfer.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."lost" IS 'We lost sight of them: in no average and in no ratio.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."open" IS 'Still waiting.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."undecided" IS 'Still waiting, and neither late nor in target yet: in no ratio.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."handled" IS 'Answered whose conversation has ended.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."wait_ms_answered" IS 'Sum of the waits of the answered, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."wait_ms_abandoned" IS 'Sum of the waits of the abandoned, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."wait_ms_max" IS 'Longest wait of any that left the queue, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."wait_histogram" IS 'Waits of the answered by bins; serves median and 90th percentile only.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."handled_talk_ms" IS 'Sum of talk of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."handled_hold_ms" IS 'Sum of hold of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."handled_acw_ms" IS 'Sum of known wrap-up of the handled, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."acw_known" IS 'Handled of which the wrap-up is known.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."ring_no_answer" IS 'Rings that no agent answered.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."transferred_warm" IS 'Handed on after a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."transferred_blind" IS 'Handed on without a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."over_statutory" IS 'Whether a person came later than the law allows, from the start of the contact; null where that start is not known.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."statutory_known" IS 'Answered or left of which the start of the contact is known.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."revision" IS 'How often the row was counted again from the log.';
--> statement-breakpoint
COMMENT ON TABLE queue_stay IS 'One row per stay of a contact in a queue; a contact that comes back to a queue has a new row. The truth behind all figures of queues.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."contact_id" IS 'Id of the contact, unique within its source.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."segment_id" IS 'Id of the stay, unique within its contact.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."queue_id" IS 'Id of the queue: its name on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."channel" IS 'voice, chat, email and so on.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."agent_id" IS 'Id of the agent: her interface on the platform.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."ended_by" IS 'Who ended the conversation, where known.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."outcome" IS 'answered, abandoned, left_otherwise, lost (we lost sight of it) or open (still waiting).';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."offered_at" IS 'When it entered the queue. Everything about it is counted in the interval of this instant.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."exit_at" IS 'When the waiting ended, whatever the outcome.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."exit_reason" IS 'Why the waiting ended.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."wait_ms" IS 'From the offer to the end of the waiting, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."answered_at" IS 'When a person answered.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."ended_at" IS 'When it ended; null while it lasts.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."handled" IS 'True once an answered conversation has ended. Its times count in AHT.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."talk_ms" IS 'Conversation without hold, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."hold_ms" IS 'Hold, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."acw_ms" IS 'Wrap-up after the conversation, ms; null where unknown, which is not 0.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."acw_source" IS 'Where acw_ms comes from: event, derived or unknown.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."target_ms" IS 'Target of the wait in force when it was offered, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."short_ms" IS 'Short-abandon limit in force when it was offered, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."in_target" IS 'True if the wait was at most target_ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."short" IS 'True if the wait was less than short_ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."settings_version" IS 'Version of the settings in force when it was offered.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."ring_no_answer" IS 'How often an agent was rung and did not answer.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."transferred_warm" IS 'Handed on after a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."transferred_blind" IS 'Handed on without a consultation.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."over_statutory" IS 'Whether a person came later than the law allows, from the start of the contact; null where that start is not known.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."estimated" IS 'True where an instant is not known and a bound stands in for it.';
--> statement-breakpoint
COMMENT ON TABLE shift_span IS 'The shifts of each business day as instants, by the settings then in force.';
--> statement-breakpoint
COMMENT ON COLUMN shift_span."day" IS 'Business day, by the date on which it starts.';
--> statement-breakpoint
COMMENT ON COLUMN shift_span."shift" IS 'Name of the shift.';
--> statement-breakpoint
COMMENT ON COLUMN shift_span."start_at" IS 'Start of the interval or span.';
--> statement-breakpoint
COMMENT ON COLUMN shift_span."end_at" IS 'End of the span, itself not within it.';
--> statement-breakpoint
COMMENT ON TABLE source_note IS 'Each source''s own durable note, such as an offset in a file.';
--> statement-breakpoint
COMMENT ON COLUMN source_note."source" IS 'Name of the connection by which it came.';
--> statement-breakpoint
COMMENT ON COLUMN source_note."note" IS 'The source''s own.';
--> statement-breakpoint
COMMENT ON COLUMN source_note."complete_until" IS 'Up to when the facts of the source are known to be complete.';
--> statement-breakpoint
CREATE FUNCTION moked_ratio(part numeric, whole numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN whole > 0 THEN (part / whole)::double precision END $$;
--> statement-breakpoint
COMMENT ON FUNCTION moked_ratio(numeric, numeric) IS 'A ratio; null where there is nothing to divide by.';
--> statement-breakpoint
CREATE VIEW v_queue_interval AS
SELECT i.*,
  moked_ratio(i.answered_in_target, i.offered - i.undecided - i.lost - i.abandoned_short) AS service_level,
  moked_ratio(i.answered_in_target, i.answered) AS service_level_1,
  moked_ratio(i.answered_in_target, i.offered - i.undecided - i.lost - i.abandoned_in_target) AS service_level_2,
  moked_ratio(i.answered_in_target, i.offered - i.undecided - i.lost) AS service_level_3,
  moked_ratio(i.answered_in_target + i.abandoned_in_target, i.offered - i.undecided - i.lost) AS service_level_4,
  moked_ratio(i.answered_in_target, i.offered - i.undecided - i.lost - i.abandoned_short) AS service_level_5,
  moked_ratio(i.abandoned - i.abandoned_short, i.offered - i.undecided - i.lost - i.abandoned_short) AS abandon_rate,
  moked_ratio(i.wait_ms_answered, i.answered) AS asa_ms,
  moked_ratio(i.wait_ms_abandoned, i.abandoned) AS abandoned_wait_ms,
  moked_ratio(i.handled_talk_ms + i.handled_hold_ms + i.handled_acw_ms, i.handled) AS aht_ms,
  moked_ratio(i.handled_talk_ms, i.handled) AS att_ms,
  i.wait_ms_max AS longest_wait_ms
FROM queue_interval i;
--> statement-breakpoint
COMMENT ON VIEW v_queue_interval IS 'queue_interval with the figures derived from it, for one queue and one quarter of an hour. service_level is the default formula: answered in target / (offered - undecided - lost - short abandons).';
--> statement-breakpoint
CREATE VIEW v_agent_interval AS
SELECT i.*,
  moked_ratio(i.handled_talk_ms + i.handled_hold_ms + i.handled_acw_ms, i.handled) AS aht_ms,
  moked_ratio(i.handled_talk_ms, i.handled) AS att_ms,
  moked_ratio(i.talk_ms + i.hold_ms + i.acw_ms, i.talk_ms + i.hold_ms + i.acw_ms + i.available_ms + i.ringing_ms) AS occupancy,
  moked_ratio(i.talk_ms + i.hold_ms + i.acw_ms, i.signed_in_ms) AS utilisation
FROM agent_interval i;
--> statement-breakpoint
COMMENT ON VIEW v_agent_interval IS 'agent_interval with the figures derived from it, for one agent and one quarter of an hour.';
--> statement-breakpoint
CREATE VIEW v_shift AS
SELECT t.*,
  moked_ratio(t.answered_in_target, t.offered - t.undecided - t.lost - t.abandoned_short) AS service_level,
  moked_ratio(t.answered_in_target, t.answered) AS service_level_1,
  moked_ratio(t.answered_in_target, t.offered - t.undecided - t.lost - t.abandoned_in_target) AS service_level_2,
  moked_ratio(t.answered_in_target, t.offered - t.undecided - t.lost) AS service_level_3,
  moked_ratio(t.answered_in_target + t.abandoned_in_target, t.offered - t.undecided - t.lost) AS service_level_4,
  moked_ratio(t.answered_in_target, t.offered - t.undecided - t.lost - t.abandoned_short) AS service_level_5,
  moked_ratio(t.abandoned - t.abandoned_short, t.offered - t.undecided - t.lost - t.abandoned_short) AS abandon_rate,
  moked_ratio(t.wait_ms_answered, t.answered) AS asa_ms,
  moked_ratio(t.wait_ms_abandoned, t.abandoned) AS abandoned_wait_ms,
  moked_ratio(t.handled_talk_ms + t.handled_hold_ms + t.handled_acw_ms, t.handled) AS aht_ms,
  moked_ratio(t.handled_talk_ms, t.handled) AS att_ms,
  t.wait_ms_max AS longest_wait_ms
FROM (
  SELECT s.day, s.shift, s.start_at, s.end_at, r.queue_id,
    sum(r.offered) AS offered,
    sum(r.answered) AS answered,
    sum(r.answered_in_target) AS answered_in_target,
    sum(r.abandoned) AS abandoned,
    sum(r.abandoned_short) AS abandoned_short,
    sum(r.abandoned_in_target) AS abandoned_in_target,
    sum(r.left_otherwise) AS left_otherwise,
    sum(r.lost) AS lost,
    sum(r.open) AS open,
    sum(r.undecided) AS undecided,
    sum(r.handled) AS handled,
    sum(r.wait_ms_answered) AS wait_ms_answered,
    sum(r.wait_ms_abandoned) AS wait_ms_abandoned,
    sum(r.handled_talk_ms) AS handled_talk_ms,
    sum(r.handled_hold_ms) AS handled_hold_ms,
    sum(r.handled_acw_ms) AS handled_acw_ms,
    sum(r.acw_known) AS acw_known,
    sum(r.ring_no_answer) AS ring_no_answer,
    sum(r.transferred_warm) AS transferred_warm,
    sum(r.transferred_blind) AS transferred_blind,
    sum(r.over_statutory) AS over_statutory,
    sum(r.statutory_known) AS statutory_known,
    max(r.wait_ms_max) AS wait_ms_max
  FROM shift_span s
  JOIN (
    SELECT queue_id, start_at, offered, answered, answered_in_target, abandoned, abandoned_short, abandoned_in_target, left_otherwise, lost, open, undecided, handled, wait_ms_answered, wait_ms_abandoned, handled_talk_ms, handled_hold_ms, handled_acw_ms, acw_known, ring_no_answer, transferred_warm, transferred_blind, over_statutory, statutory_known, wait_ms_max FROM queue_interval
    UNION ALL
    SELECT NULL, start_at, offered, answered, answered_in_target, abandoned, abandoned_short, abandoned_in_target, left_otherwise, lost, open, undecided, handled, wait_ms_answered, wait_ms_abandoned, handled_talk_ms, handled_hold_ms, handled_acw_ms, acw_known, ring_no_answer, transferred_warm, transferred_blind, over_statutory, statutory_known, wait_ms_max FROM floor_interval
  ) r ON r.start_at >= s.start_at AND r.start_at < s.end_at
  GROUP BY s.day, s.shift, s.start_at, s.end_at, r.queue_id
) t;
--> statement-breakpoint
COMMENT ON VIEW v_shift IS 'One row per business day, shift and queue, and one with queue_id null for the floor, where each contact counts once.';
