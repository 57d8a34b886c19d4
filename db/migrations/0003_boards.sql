CREATE TABLE "board" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"archived_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "board_version" (
	"board_id" text NOT NULL,
	"version" integer NOT NULL,
	"layout" jsonb NOT NULL,
	"saved_at" timestamp(3) with time zone NOT NULL,
	"saved_by" text NOT NULL,
	"restored_from" integer,
	CONSTRAINT "board_version_board_id_version_pk" PRIMARY KEY("board_id","version")
);
--> statement-breakpoint
ALTER TABLE "board_version" ADD CONSTRAINT "board_version_board_id_board_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."board"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
COMMENT ON TABLE board IS 'One row per board that people composed, or that came with a new install.';
--> statement-breakpoint
COMMENT ON COLUMN board."id" IS 'Id of the board: the last part of the address of its screens.';
--> statement-breakpoint
COMMENT ON COLUMN board."version" IS 'The version that screens show.';
--> statement-breakpoint
COMMENT ON COLUMN board."archived_at" IS 'When the board was put away; null while it is in use.';
--> statement-breakpoint
COMMENT ON TABLE board_version IS 'Every version of every board as it was saved. No row is ever changed.';
--> statement-breakpoint
COMMENT ON COLUMN board_version."board_id" IS 'Id of the board.';
--> statement-breakpoint
COMMENT ON COLUMN board_version."version" IS 'Number of the version, from 1.';
--> statement-breakpoint
COMMENT ON COLUMN board_version."layout" IS 'Pages, widgets, language and look, as shared/boards/layout.ts has them.';
--> statement-breakpoint
COMMENT ON COLUMN board_version."saved_at" IS 'When the version was saved.';
--> statement-breakpoint
COMMENT ON COLUMN board_version."saved_by" IS 'Who saved it, as far as is known.';
--> statement-breakpoint
COMMENT ON COLUMN board_version."restored_from" IS 'The earlier version that was brought back by this one; null where it was composed.';
