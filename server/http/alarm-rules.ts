/** `/api/v1/alarm-rules`: the rules by which alarms are decided. Every save is a version; one that was made on an older version is refused. */
import type { Context, Hono } from 'hono';
import { readRules, readRulesVersions, type StoredRules, saveRules } from '../../db/alarm-rules.ts';
import { rulesSchema } from '../../shared/alarms/rules.ts';
import { nameSchema } from '../../shared/boards/parts.ts';
import { parse, v } from '../../shared/schema.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { readJson } from './query.ts';
import { rulesRefusal } from './rule-faults.ts';
import { actorOf } from './settings-write.ts';
import { baseOf, MAX_VERSION, versionSchema, versionShown } from './versions.ts';

const by = v.optional(nameSchema);
const saveSchema = v.strictObject({ rules: rulesSchema, by });
const restoreSchema = v.strictObject({ version: versionSchema, by });

/** Adds the paths to the app. */
export function alarmRulesRoutes(app: Hono, deps: HttpDeps): void {
  const { db } = deps;
  app.get('/api/v1/alarm-rules', (c) => answer(c, deps));

  app.put('/api/v1/alarm-rules', async (c) => {
    const json = await readJson(c);
    const body = json.ok ? parse(saveSchema, json.value) : json;
    if (!body.ok) return problem(c, 400, body.error, { members: (json.ok ? rulesRefusal(json.value) : null) ?? {} });
    return write(c, deps, body.value.rules, body.value.by, null);
  });

  app.get('/api/v1/alarm-rules/versions', async (c) => c.json({ versions: (await readRulesVersions(db.sql)).map(versionShown) }));

  app.get('/api/v1/alarm-rules/versions/:version', async (c) => {
    const wanted = Number(c.req.param('version'));
    const found = Number.isSafeInteger(wanted) && wanted > 0 && wanted <= MAX_VERSION ? await readRules(db.sql, wanted) : null;
    if (found === null)
      return refused(c, 404, `there is no version ${c.req.param('version').slice(0, 20)} of the rules`, 'rules-unknown', {
        version: c.req.param('version').slice(0, 20),
      });
    return c.json({ ...versionShown(found), rules: found.rules });
  });

  app.post('/api/v1/alarm-rules/restore', async (c) => {
    const json = await readJson(c);
    const body = json.ok ? parse(restoreSchema, json.value) : json;
    if (!body.ok) return problem(c, 400, body.error);
    const { version } = body.value;
    const old = await readRules(db.sql, version);
    if (old === null) return refused(c, 404, `there is no version ${version} of the rules`, 'rules-unknown', { version });
    const rules = parse(rulesSchema, old.rules);
    if (!rules.ok) return refused(c, 409, `version ${version} says nothing to this Moked: ${rules.error}`, 'rules-old', { version });
    return write(c, deps, rules.value, body.value.by, version);
  });
}

async function write(c: Context, deps: HttpDeps, rules: unknown, name: string | undefined, restoredFrom: number | null): Promise<Response> {
  const base = baseOf(c);
  if (base === null) return refused(c, 428, 'If-Match must name the version that was seen, such as "3"', 'version-unsaid');
  const author = { at: deps.clock.now(), by: name ?? actorOf(c), restoredFrom };
  const saved = await saveRules(deps.db.sql, base, rules, author).catch((error: unknown) => {
    // A write that fails may have been done all the same.
    deps.alarms.doubt();
    throw error;
  });
  if (saved !== null) {
    await deps.alarms.readRules();
    return answer(c, deps);
  }
  const present = await readRules(deps.db.sql);
  if (present === null) return problem(c, 404, 'there are no rules');
  const { version, savedBy } = present;
  return problem(c, 412, `they were changed meanwhile: the version is now ${version}, saved by ${savedBy}`, {
    members: { ...versionShown(present), code: 'changed-meanwhile', with: { by: savedBy } },
  });
}

async function answer(c: Context, deps: HttpDeps): Promise<Response> {
  const stored: StoredRules | null = await readRules(deps.db.sql);
  if (stored === null) return problem(c, 404, 'there are no rules');
  c.header('ETag', `"${stored.version}"`);
  const { problem: unread, passedOver } = deps.alarms;
  return c.json({ ...versionShown(stored), rules: stored.rules, problem: unread, passedOver });
}
