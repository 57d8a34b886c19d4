CREATE TABLE "queue_setting" (
	"queue_id" text NOT NULL,
	"from_at" timestamp(3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"name" text,
	"name_en" text,
	"channel" text,
	"formula" text NOT NULL,
	"target_ms" bigint NOT NULL,
	"service_level_target" double precision NOT NULL,
	"short_ms" bigint NOT NULL,
	"wrapup_allowed_ms" bigint NOT NULL,
	"site" text,
	"group_name" text,
	"hidden" boolean NOT NULL,
	CONSTRAINT "queue_setting_queue_id_from_at_pk" PRIMARY KEY("queue_id","from_at")
);
--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "first_responses" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "first_response_wait_ms" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "floor_interval" ADD COLUMN "first_responses" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "floor_interval" ADD COLUMN "first_response_wait_ms" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "queue_interval" ADD COLUMN "first_responses" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "queue_interval" ADD COLUMN "first_response_wait_ms" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "queue_stay" ADD COLUMN "first_responses" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "queue_stay" ADD COLUMN "first_response_wait_ms" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
COMMENT ON TABLE queue_setting IS 'What holds for each queue from an instant on, as the facts about settings say. Queue * has the defaults, which hold for every queue without rows of its own.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."queue_id" IS 'Id of the queue: its name on the platform; * for the defaults.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."from_at" IS 'From this instant on, until the next row of the queue.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."version" IS 'Counts the rows of a queue; queue_stay.settings_version refers to it.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."name" IS 'Name for people.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."name_en" IS 'Name for people, in English.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."channel" IS 'voice, chat, email and so on.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."formula" IS 'Number of the service-level formula, 1 to 8.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."target_ms" IS 'Target of the wait, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."service_level_target" IS 'Share that is to be answered within target_ms, 0 to 1.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."short_ms" IS 'Short-abandon limit, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."wrapup_allowed_ms" IS 'Wrap-up allowed, ms.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."site" IS 'Site of the queue.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."group_name" IS 'Group of the queue.';
--> statement-breakpoint
COMMENT ON COLUMN queue_setting."hidden" IS 'True if it is not on the wall.';
--> statement-breakpoint
COMMENT ON COLUMN contact."first_responses" IS 'Openings of the conversation to which a person has replied.';
--> statement-breakpoint
COMMENT ON COLUMN contact."first_response_wait_ms" IS 'From each opening to the first human reply, ms; within the hours of service where the queue has them.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."first_responses" IS 'Openings of the conversation to which a person has replied.';
--> statement-breakpoint
COMMENT ON COLUMN queue_stay."first_response_wait_ms" IS 'From each opening to the first human reply, ms; within the hours of service where the queue has them.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."first_responses" IS 'Openings of conversations to which a person has replied.';
--> statement-breakpoint
COMMENT ON COLUMN queue_interval."first_response_wait_ms" IS 'Sum of the times to these replies, ms.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."first_responses" IS 'Openings of conversations to which a person has replied.';
--> statement-breakpoint
COMMENT ON COLUMN floor_interval."first_response_wait_ms" IS 'Sum of the times to these replies, ms.';
--> statement-breakpoint
DROP VIEW v_shift;
--> statement-breakpoint
DROP VIEW v_queue_interval;
--> statement-breakpoint
CREATE FUNCTION moked_service_level(formula text, offered numeric, answered numeric, answered_in_target numeric, abandoned numeric,
  abandoned_short numeric, abandoned_in_target numeric, undecided numeric, lost numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE formula
  WHEN '1' THEN moked_ratio(answered_in_target, answered)
  WHEN '2' THEN moked_ratio(answered_in_target, offered - undecided - lost - abandoned_in_target)
  WHEN '3' THEN moked_ratio(answered_in_target, offered - undecided - lost)
  WHEN '4' THEN moked_ratio(answered_in_target + abandoned_in_target, offered - undecided - lost)
  WHEN '5' THEN moked_ratio(answered_in_target, offered - undecided - lost - abandoned_short)
  WHEN '6' THEN moked_ratio(answered_in_target, offered - undecided - lost - abandoned)
  WHEN '7' THEN moked_ratio(answered_in_target, answered + abandoned - abandoned_in_target)
  WHEN '8' THEN moked_ratio(answered_in_target, answered + abandoned)
END $$;
--> statement-breakpoint
COMMENT ON FUNCTION moked_service_level(text, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric) IS 'Service level by the number of its formula; null where there is nothing to divide by.';
--> statement-breakpoint
CREATE FUNCTION moked_formula(queue text, at timestamptz) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce((SELECT formula FROM queue_setting
  WHERE queue_id = CASE WHEN EXISTS (SELECT FROM queue_setting WHERE queue_id = queue) THEN queue ELSE '*' END AND from_at <= at
  ORDER BY from_at DESC LIMIT 1), '5') $$;
--> statement-breakpoint
COMMENT ON FUNCTION moked_formula(text, timestamptz) IS 'The service-level formula of a queue at an instant; of the floor with queue null.';
--> statement-breakpoint
CREATE VIEW v_queue_interval AS
SELECT i.*,
  moked_service_level(i.formula, i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level,
  moked_service_level('1', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_1,
  moked_service_level('2', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_2,
  moked_service_level('3', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_3,
  moked_service_level('4', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_4,
  moked_service_level('5', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_5,
  moked_service_level('6', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_6,
  moked_service_level('7', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_7,
  moked_service_level('8', i.offered, i.answered, i.answered_in_target, i.abandoned, i.abandoned_short, i.abandoned_in_target, i.undecided, i.lost) AS service_level_8,
  moked_ratio(i.abandoned - i.abandoned_short, i.offered - i.undecided - i.lost - i.abandoned_short) AS abandon_rate,
  moked_ratio(i.wait_ms_answered, i.answered) AS asa_ms,
  moked_ratio(i.wait_ms_abandoned, i.abandoned) AS abandoned_wait_ms,
  moked_ratio(i.handled_talk_ms + i.handled_hold_ms + i.handled_acw_ms, i.handled) AS aht_ms,
  moked_ratio(i.handled_talk_ms, i.handled) AS att_ms,
  moked_ratio(i.first_response_wait_ms, i.first_responses) AS first_response_ms,
  i.wait_ms_max AS longest_wait_ms
FROM (SELECT q.*, moked_formula(q.queue_id, least(q.start_at + interval '15 minutes' - interval '1 millisecond', now())) AS formula FROM queue_interval q) i;
--> statement-breakpoint
COMMENT ON VIEW v_queue_interval IS 'queue_interval with the figures derived from it, for one queue and one quarter of an hour. service_level is by the formula that the queue had at the end of the interval.';
--> statement-breakpoint
CREATE VIEW v_shift AS
SELECT t.*,
  moked_service_level(t.formula, t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level,
  moked_service_level('1', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_1,
  moked_service_level('2', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_2,
  moked_service_level('3', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_3,
  moked_service_level('4', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_4,
  moked_service_level('5', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_5,
  moked_service_level('6', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_6,
  moked_service_level('7', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_7,
  moked_service_level('8', t.offered, t.answered, t.answered_in_target, t.abandoned, t.abandoned_short, t.abandoned_in_target, t.undecided, t.lost) AS service_level_8,
  moked_ratio(t.abandoned - t.abandoned_short, t.offered - t.undecided - t.lost - t.abandoned_short) AS abandon_rate,
  moked_ratio(t.wait_ms_answered, t.answered) AS asa_ms,
  moked_ratio(t.wait_ms_abandoned, t.abandoned) AS abandoned_wait_ms,
  moked_ratio(t.handled_talk_ms + t.handled_hold_ms + t.handled_acw_ms, t.handled) AS aht_ms,
  moked_ratio(t.handled_talk_ms, t.handled) AS att_ms,
  moked_ratio(t.first_response_wait_ms, t.first_responses) AS first_response_ms,
  t.wait_ms_max AS longest_wait_ms
FROM (
  SELECT s.day, s.shift, s.start_at, s.end_at, r.queue_id, moked_formula(r.queue_id, least(s.end_at - interval '1 millisecond', now())) AS formula,
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
    sum(r.first_responses) AS first_responses,
    sum(r.first_response_wait_ms) AS first_response_wait_ms,
    max(r.wait_ms_max) AS wait_ms_max
  FROM shift_span s
  JOIN (
    SELECT queue_id, start_at, offered, answered, answered_in_target, abandoned, abandoned_short, abandoned_in_target, left_otherwise, lost, open, undecided, handled, wait_ms_answered, wait_ms_abandoned, handled_talk_ms, handled_hold_ms, handled_acw_ms, acw_known, ring_no_answer, transferred_warm, transferred_blind, over_statutory, statutory_known, first_responses, first_response_wait_ms, wait_ms_max FROM queue_interval
    UNION ALL
    SELECT NULL, start_at, offered, answered, answered_in_target, abandoned, abandoned_short, abandoned_in_target, left_otherwise, lost, open, undecided, handled, wait_ms_answered, wait_ms_abandoned, handled_talk_ms, handled_hold_ms, handled_acw_ms, acw_known, ring_no_answer, transferred_warm, transferred_blind, over_statutory, statutory_known, first_responses, first_response_wait_ms, wait_ms_max FROM floor_interval
  ) r ON r.start_at >= s.start_at AND r.start_at < s.end_at
  GROUP BY s.day, s.shift, s.start_at, s.end_at, r.queue_id
) t;
--> statement-breakpoint
COMMENT ON VIEW v_shift IS 'One row per business day, shift and queue, and one with queue_id null for the floor, where each contact counts once. service_level is by the formula at the end of the shift, or now while it runs.';
