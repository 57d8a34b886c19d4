CREATE TABLE "alarm" (
	"id" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"rule" jsonb NOT NULL,
	"subject" jsonb NOT NULL,
	"level" text NOT NULL,
	"limit_value" double precision,
	"value" double precision,
	"raised_at" timestamp(3) with time zone NOT NULL,
	"level_at" timestamp(3) with time zone NOT NULL,
	"no_data_since" timestamp(3) with time zone,
	"acknowledged_at" timestamp(3) with time zone,
	"acknowledged_by" text,
	"acknowledged_note" text,
	"acknowledged_level" text,
	"cleared_at" timestamp(3) with time zone,
	"cleared_why" text
);
--> statement-breakpoint
CREATE TABLE "alarm_rules" (
	"version" integer PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"saved_at" timestamp(3) with time zone NOT NULL,
	"saved_by" text NOT NULL,
	"restored_from" integer
);
--> statement-breakpoint
CREATE TABLE "alarm_transition" (
	"alarm_id" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"change" text NOT NULL,
	"level" text NOT NULL,
	"limit_value" double precision,
	"value" double precision,
	"why" text,
	"by_whom" text,
	"note" text,
	"told_at" timestamp(3) with time zone,
	CONSTRAINT "alarm_transition_alarm_id_number_pk" PRIMARY KEY("alarm_id","number")
);
--> statement-breakpoint
ALTER TABLE "alarm_transition" ADD CONSTRAINT "alarm_transition_alarm_id_alarm_id_fk" FOREIGN KEY ("alarm_id") REFERENCES "public"."alarm"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "alarm_raised_at" ON "alarm" USING btree ("raised_at","id");
--> statement-breakpoint
CREATE INDEX "alarm_cleared_at" ON "alarm" USING btree ("cleared_at");
--> statement-breakpoint
CREATE INDEX "alarm_open" ON "alarm" USING btree ("id") WHERE cleared_at is null;
--> statement-breakpoint
CREATE INDEX "alarm_transition_untold" ON "alarm_transition" USING btree ("at","alarm_id","number") WHERE told_at is null;
--> statement-breakpoint
COMMENT ON TABLE alarm IS 'One row per alarm, open or cleared: what it is of, how far it went, who took it on.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."id" IS 'Id of the alarm: from its raising to its clearing, whatever its level.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."rule_id" IS 'Id of the rule that raised it.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."rule" IS 'The rule as it was when it was last looked at, as shared/alarms/rules.ts has it.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."subject" IS 'What it is of: a figure of a part of the floor, or a source, as shared/alarms/row.ts has it.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."level" IS 'Its level: warn or critical; the last one, where it is cleared.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."limit_value" IS 'The limit that was passed when it reached the level, in the unit of the metric; null for a source.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."value" IS 'The value when it reached the level; null for a source.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."raised_at" IS 'When it was raised.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."level_at" IS 'When it reached the level.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."no_data_since" IS 'Since when its figure is not known; null while it is.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."acknowledged_at" IS 'When somebody took it on; null where nobody has, or it has gone further since.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."acknowledged_by" IS 'Who took it on, as far as is known.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."acknowledged_note" IS 'What whoever took it on noted.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."acknowledged_level" IS 'The level for which it was taken on: a higher one is nobody''s.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."cleared_at" IS 'When it was cleared; null while it is open.';
--> statement-breakpoint
COMMENT ON COLUMN alarm."cleared_why" IS 'Why it was cleared: calm, or that nobody looks at it any more (rule rests, rule off, rule deleted, rule changed, subject gone).';
--> statement-breakpoint
COMMENT ON TABLE alarm_rules IS 'Every version of the rules by which alarms are decided, as it was saved. No row is ever changed; the highest version holds.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_rules."version" IS 'Number of the version, from 1.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_rules."rules" IS 'All rules and the quiet hours, as shared/alarms/rules.ts has them.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_rules."saved_at" IS 'When the version was saved.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_rules."saved_by" IS 'Who saved it, as far as is known.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_rules."restored_from" IS 'The earlier version that was brought back by this one; null where it was composed.';
--> statement-breakpoint
COMMENT ON TABLE alarm_transition IS 'The history of alarms: one row for everything that happened to one.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."alarm_id" IS 'Id of the alarm.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."number" IS 'Its place in the history of the alarm, from 1.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."at" IS 'When it happened.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."change" IS 'What happened: raised, escalated, eased, cleared, no data, data again, acknowledged, rule changed.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."level" IS 'The level after it; of a cleared alarm the last one.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."limit_value" IS 'The limit of the level, in the unit of the metric; null for a source.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."value" IS 'The value at that moment; null where it was not known, or there was nothing to measure.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."why" IS 'Why it was cleared; null for what is no clearing.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."by_whom" IS 'Who acknowledged; null for what nobody did.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."note" IS 'What whoever acknowledged noted.';
--> statement-breakpoint
COMMENT ON COLUMN alarm_transition."told_at" IS 'When it was handed to whoever tells of alarms; null while that is to be done.';
