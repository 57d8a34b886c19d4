CREATE TABLE "agent_interval" (
	"agent_id" text NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"signed_in_ms" bigint NOT NULL,
	"available_ms" bigint NOT NULL,
	"ringing_ms" bigint NOT NULL,
	"talk_ms" bigint NOT NULL,
	"hold_ms" bigint NOT NULL,
	"acw_ms" bigint NOT NULL,
	"break_ms" bigint NOT NULL,
	"break_ms_by_reason" jsonb NOT NULL,
	"busy_ms" bigint NOT NULL,
	"unknown_ms" bigint NOT NULL,
	"answered" integer NOT NULL,
	"handled" integer NOT NULL,
	"handled_talk_ms" bigint NOT NULL,
	"handled_hold_ms" bigint NOT NULL,
	"handled_acw_ms" bigint NOT NULL,
	"acw_known" integer NOT NULL,
	"ring_no_answer" integer NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "agent_interval_agent_id_start_at_pk" PRIMARY KEY("agent_id","start_at")
);
--> statement-breakpoint
CREATE TABLE "agent_pause" (
	"agent_id" text NOT NULL,
	"queue_id" text NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	CONSTRAINT "agent_pause_agent_id_queue_id_started_at_pk" PRIMARY KEY("agent_id","queue_id","started_at")
);
--> statement-breakpoint
CREATE TABLE "agent_span" (
	"agent_id" text NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"state" text NOT NULL,
	"reason" text,
	"source" text,
	"contact_id" text,
	"queue_id" text,
	CONSTRAINT "agent_span_agent_id_started_at_pk" PRIMARY KEY("agent_id","started_at")
);
--> statement-breakpoint
CREATE TABLE "checkpoint" (
	"kind" text NOT NULL,
	"position" bigint NOT NULL,
	"day" date,
	"saved_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"format" integer NOT NULL,
	"state" "bytea" NOT NULL,
	CONSTRAINT "checkpoint_kind_position_pk" PRIMARY KEY("kind","position")
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"source" text NOT NULL,
	"contact_id" text NOT NULL,
	"channel" text NOT NULL,
	"direction" text NOT NULL,
	"first_queue_id" text NOT NULL,
	"started_at" timestamp(3) with time zone,
	"stays" integer NOT NULL,
	"outcome" text NOT NULL,
	"offered_at" timestamp(3) with time zone NOT NULL,
	"exit_at" timestamp(3) with time zone,
	"exit_reason" text,
	"wait_ms" bigint,
	"answered_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	"handled" boolean NOT NULL,
	"talk_ms" bigint NOT NULL,
	"hold_ms" bigint NOT NULL,
	"acw_ms" bigint,
	"acw_source" text NOT NULL,
	"target_ms" bigint NOT NULL,
	"short_ms" bigint NOT NULL,
	"in_target" boolean NOT NULL,
	"short" boolean NOT NULL,
	"settings_version" bigint NOT NULL,
	"ring_no_answer" integer NOT NULL,
	"transferred_warm" integer NOT NULL,
	"transferred_blind" integer NOT NULL,
	"over_statutory" boolean,
	"estimated" boolean NOT NULL,
	CONSTRAINT "contact_source_contact_id_pk" PRIMARY KEY("source","contact_id")
);
--> statement-breakpoint
CREATE TABLE "entity_id" (
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"platform_id" text NOT NULL,
	"id" text NOT NULL,
	CONSTRAINT "entity_id_kind_source_platform_id_pk" PRIMARY KEY("kind","source","platform_id")
);
--> statement-breakpoint
CREATE TABLE "event_log" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_log_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"source_time" timestamp(3) with time zone NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"sequence" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "event_log_source_event_id" UNIQUE("source","event_id")
);
--> statement-breakpoint
CREATE TABLE "floor_interval" (
	"start_at" timestamp(3) with time zone PRIMARY KEY NOT NULL,
	"offered" integer NOT NULL,
	"answered" integer NOT NULL,
	"answered_in_target" integer NOT NULL,
	"abandoned" integer NOT NULL,
	"abandoned_short" integer NOT NULL,
	"abandoned_in_target" integer NOT NULL,
	"left_otherwise" integer NOT NULL,
	"lost" integer NOT NULL,
	"open" integer NOT NULL,
	"undecided" integer NOT NULL,
	"handled" integer NOT NULL,
	"wait_ms_answered" bigint NOT NULL,
	"wait_ms_abandoned" bigint NOT NULL,
	"wait_ms_max" bigint NOT NULL,
	"wait_histogram" integer[] NOT NULL,
	"handled_talk_ms" bigint NOT NULL,
	"handled_hold_ms" bigint NOT NULL,
	"handled_acw_ms" bigint NOT NULL,
	"acw_known" integer NOT NULL,
	"ring_no_answer" integer NOT NULL,
	"transferred_warm" integer NOT NULL,
	"transferred_blind" integer NOT NULL,
	"over_statutory" integer NOT NULL,
	"statutory_known" integer NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gap" (
	"source" text NOT NULL,
	"from_at" timestamp(3) with time zone NOT NULL,
	"to_at" timestamp(3) with time zone,
	"reason" text NOT NULL,
	CONSTRAINT "gap_source_from_at_pk" PRIMARY KEY("source","from_at")
);
--> statement-breakpoint
CREATE TABLE "marked_day" (
	"day" date PRIMARY KEY NOT NULL,
	"marked_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"position" bigint PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"reason" text NOT NULL,
	"quarantined_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "queue_interval" (
	"queue_id" text NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"offered" integer NOT NULL,
	"answered" integer NOT NULL,
	"answered_in_target" integer NOT NULL,
	"abandoned" integer NOT NULL,
	"abandoned_short" integer NOT NULL,
	"abandoned_in_target" integer NOT NULL,
	"left_otherwise" integer NOT NULL,
	"lost" integer NOT NULL,
	"open" integer NOT NULL,
	"undecided" integer NOT NULL,
	"handled" integer NOT NULL,
	"wait_ms_answered" bigint NOT NULL,
	"wait_ms_abandoned" bigint NOT NULL,
	"wait_ms_max" bigint NOT NULL,
	"wait_histogram" integer[] NOT NULL,
	"handled_talk_ms" bigint NOT NULL,
	"handled_hold_ms" bigint NOT NULL,
	"handled_acw_ms" bigint NOT NULL,
	"acw_known" integer NOT NULL,
	"ring_no_answer" integer NOT NULL,
	"transferred_warm" integer NOT NULL,
	"transferred_blind" integer NOT NULL,
	"over_statutory" integer NOT NULL,
	"statutory_known" integer NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "queue_interval_queue_id_start_at_pk" PRIMARY KEY("queue_id","start_at")
);
--> statement-breakpoint
CREATE TABLE "queue_stay" (
	"source" text NOT NULL,
	"contact_id" text NOT NULL,
	"segment_id" text NOT NULL,
	"queue_id" text NOT NULL,
	"channel" text NOT NULL,
	"agent_id" text,
	"ended_by" text,
	"outcome" text NOT NULL,
	"offered_at" timestamp(3) with time zone NOT NULL,
	"exit_at" timestamp(3) with time zone,
	"exit_reason" text,
	"wait_ms" bigint,
	"answered_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	"handled" boolean NOT NULL,
	"talk_ms" bigint NOT NULL,
	"hold_ms" bigint NOT NULL,
	"acw_ms" bigint,
	"acw_source" text NOT NULL,
	"target_ms" bigint NOT NULL,
	"short_ms" bigint NOT NULL,
	"in_target" boolean NOT NULL,
	"short" boolean NOT NULL,
	"settings_version" bigint NOT NULL,
	"ring_no_answer" integer NOT NULL,
	"transferred_warm" integer NOT NULL,
	"transferred_blind" integer NOT NULL,
	"over_statutory" boolean,
	"estimated" boolean NOT NULL,
	CONSTRAINT "queue_stay_source_contact_id_segment_id_pk" PRIMARY KEY("source","contact_id","segment_id")
);
--> statement-breakpoint
CREATE TABLE "shift_span" (
	"day" date NOT NULL,
	"shift" text NOT NULL,
	"start_at" timestamp(3) with time zone NOT NULL,
	"end_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "shift_span_day_shift_pk" PRIMARY KEY("day","shift")
);
--> statement-breakpoint
CREATE TABLE "source_note" (
	"source" text PRIMARY KEY NOT NULL,
	"note" jsonb,
	"complete_until" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE INDEX "agent_interval_start_at" ON "agent_interval" USING btree ("start_at");--> statement-breakpoint
CREATE INDEX "agent_pause_started_at" ON "agent_pause" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "agent_pause_ended_at" ON "agent_pause" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "agent_span_started_at" ON "agent_span" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "agent_span_ended_at" ON "agent_span" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "contact_offered_at" ON "contact" USING btree ("offered_at");--> statement-breakpoint
CREATE INDEX "entity_id_id" ON "entity_id" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "event_log_at" ON "event_log" USING btree ("at","position");--> statement-breakpoint
CREATE INDEX "queue_interval_start_at" ON "queue_interval" USING btree ("start_at");--> statement-breakpoint
CREATE INDEX "queue_stay_offered_at" ON "queue_stay" USING btree ("offered_at");--> statement-breakpoint
CREATE INDEX "queue_stay_queue" ON "queue_stay" USING btree ("queue_id","offered_at");--> statement-breakpoint
CREATE INDEX "queue_stay_agent" ON "queue_stay" USING btree ("agent_id","offered_at");--> statement-breakpoint
CREATE INDEX "shift_span_start_at" ON "shift_span" USING btree ("start_at");