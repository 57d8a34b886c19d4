CREATE TABLE "notice" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"words" jsonb NOT NULL,
	"urgent" boolean NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone,
	"saved_at" timestamp(3) with time zone NOT NULL,
	"saved_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_version" (
	"notice_id" text NOT NULL,
	"version" integer NOT NULL,
	"words" jsonb NOT NULL,
	"urgent" boolean NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone,
	"saved_at" timestamp(3) with time zone NOT NULL,
	"saved_by" text NOT NULL,
	CONSTRAINT "notice_version_notice_id_version_pk" PRIMARY KEY("notice_id","version")
);
--> statement-breakpoint
ALTER TABLE "notice_version" ADD CONSTRAINT "notice_version_notice_id_notice_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notice"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "notice_starts_at" ON "notice" USING btree ("starts_at");
--> statement-breakpoint
CREATE INDEX "notice_ends_at" ON "notice" USING btree ("ends_at");
--> statement-breakpoint
COMMENT ON TABLE notice IS 'What supervisors tell the floor: one row per notice, as it is now. It is on the walls from starts_at until ends_at; one whose ends_at is its starts_at was withdrawn before it began.';
--> statement-breakpoint
COMMENT ON COLUMN notice."id" IS 'Id of the notice.';
--> statement-breakpoint
COMMENT ON COLUMN notice."version" IS 'Number of its last version, from 1.';
--> statement-breakpoint
COMMENT ON COLUMN notice."words" IS 'What it says, in Hebrew (he) and English (en); where one is empty the other stands in for it.';
--> statement-breakpoint
COMMENT ON COLUMN notice."urgent" IS 'Whether it must be seen at once.';
--> statement-breakpoint
COMMENT ON COLUMN notice."starts_at" IS 'From when it is on the walls.';
--> statement-breakpoint
COMMENT ON COLUMN notice."ends_at" IS 'Until when; null: until it is taken down.';
--> statement-breakpoint
COMMENT ON COLUMN notice."saved_at" IS 'When it was last changed.';
--> statement-breakpoint
COMMENT ON COLUMN notice."saved_by" IS 'Who changed it last, as far as is known.';
--> statement-breakpoint
COMMENT ON TABLE notice_version IS 'Every version of a notice, as it was saved. No row is ever changed.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."notice_id" IS 'Id of the notice.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."version" IS 'Number of the version, from 1.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."words" IS 'What it said, in Hebrew (he) and English (en).';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."urgent" IS 'Whether it was urgent.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."starts_at" IS 'From when it was to be on the walls.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."ends_at" IS 'Until when; null: until it is taken down.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."saved_at" IS 'When the version was saved.';
--> statement-breakpoint
COMMENT ON COLUMN notice_version."saved_by" IS 'Who saved it, as far as is known.';
