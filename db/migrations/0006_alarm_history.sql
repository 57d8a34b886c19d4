ALTER TABLE "notice_version" DROP CONSTRAINT "notice_version_notice_id_notice_id_fk";
--> statement-breakpoint
ALTER TABLE "notice_version" ADD CONSTRAINT "notice_version_notice_id_notice_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notice"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alarm_rule" ON "alarm" USING btree ("rule_id","raised_at","id");--> statement-breakpoint
CREATE INDEX "alarm_part" ON "alarm" USING btree (coalesce(subject -> 'scope', subject -> 'name'),"raised_at","id");--> statement-breakpoint
CREATE INDEX "alarm_transition_critical" ON "alarm_transition" USING btree ("alarm_id","number") WHERE level = 'critical';--> statement-breakpoint
CREATE INDEX "alarm_transition_acknowledged" ON "alarm_transition" USING btree ("alarm_id") WHERE change = 'acknowledged';