CREATE INDEX "queue_stay_open" ON "queue_stay" USING btree ("offered_at") WHERE outcome = 'open';--> statement-breakpoint
COMMENT ON TABLE board_version IS 'Versions of boards as they were saved: of each the newest 200, and the first. No row is ever changed.';
