import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { type LogPosition, QueueLogFollower } from '../../../server/sources/asterisk/queue-log/follow.ts';
import { type LogLine, lineIdentity, markThrownOut, parseLogLine } from '../../../server/sources/asterisk/queue-log/parse.ts';
import { CALLER, LEG, Scenario } from '../../support/scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'moked-follow-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `queue_log_${files++}_`);

const line = (n: number, event = 'ABANDON') => `17952993${String(n).padStart(2, '0')}|1795299354.${n}|sales|NONE|${event}|1|1|${n}`;
const callids = (lines: readonly LogLine[]) => lines.map(({ callid }) => callid.slice(11));

function follow(path: string, from: LogPosition | null = null) {
  const problems: string[] = [];
  const follower = new QueueLogFollower('pbx1', path, from, (problem) => problems.push(problem));
  onTestFinished(() => follower.close());
  return { follower, problems, read: async () => callids(await follower.read()) };
}

test('a line in all its fields; what is none of queue_log is none', () => {
  expect(parseLogLine('1795299355|1795299354.1|billing|Dana Levi|CONNECT|1|1795299354.5|1', 'x')).toEqual({
    at: 1_795_299_355_000,
    callid: '1795299354.1',
    queueId: 'billing',
    agent: 'Dana Levi',
    event: 'CONNECT',
    params: ['1', '1795299354.5', '1'],
    isThrownOut: false,
    id: 'x',
  });
  for (const text of [
    '',
    'x',
    '1795299355|a|b',
    'abc|1|sales|NONE|ABANDON',
    '1795299355|1|sales|NONE|not an event',
    `1795299355|1|${'q'.repeat(300)}|NONE|ABANDON`,
  ]) {
    expect(parseLogLine(text, 'x')).toBe(null);
  }
});

test('identical lines of one second are told apart, and a copy of the file has the same ids', () => {
  const texts = [line(1), line(1), line(2), line(2)];
  const ids = (identity = lineIdentity('pbx1')) => texts.map((text) => identity.idOf(text));
  expect(new Set(ids()).size).toBe(4);
  expect(ids()).toEqual(ids());
  expect(ids(lineIdentity('pbx2'))).not.toEqual(ids());
});

test('the numbering of identical lines goes on after a restart within the second', () => {
  const whole = lineIdentity('pbx1');
  const expected = [line(1), line(1), line(1)].map((text) => whole.idOf(text));
  const first = lineIdentity('pbx1');
  first.idOf(line(1));
  const second = lineIdentity('pbx1', JSON.parse(JSON.stringify(first.state())));
  expect([second.idOf(line(1)), second.idOf(line(1))]).toEqual(expected.slice(1));
  expect(JSON.stringify(first.state())).not.toContain('1795299354');
});

test('an ABANDON up to 3 s before QUEUESTART is the restart’s doing', () => {
  const lines = [line(5), line(9), line(11, 'QUEUESTART')].map((text) => parseLogLine(text, text) as LogLine);
  expect(markThrownOut(lines).map(({ isThrownOut }) => isThrownOut)).toEqual([false, true, false]);
});

test('a file seen for the first time is followed from its end; its past is for the import', async () => {
  const path = newPath();
  writeFileSync(path, `${line(1)}\n`);
  const { read } = follow(path);
  expect(await read()).toEqual([]);
  appendFileSync(path, `${line(2)}\n${line(3)}\n`);
  expect(await read()).toEqual(['2', '3']);
  expect(await read()).toEqual([]);
});

test('a line that is not whole yet waits for its end, cut inside a character too', async () => {
  const path = newPath();
  writeFileSync(path, '');
  const { follower } = follow(path);
  await follower.read();
  const bytes = Buffer.from('1795299301|NONE|sales|דנה לוי|PAUSE|הפסקה\n');
  appendFileSync(path, bytes.subarray(0, 25));
  expect(await follower.read()).toEqual([]);
  appendFileSync(path, bytes.subarray(25));
  expect(await follower.read()).toMatchObject([{ agent: 'דנה לוי', params: ['הפסקה'] }]);
});

test('a file that is only now made is read from its beginning', async () => {
  const path = newPath();
  const { read, problems } = follow(path);
  expect(await read()).toEqual([]);
  expect(await read()).toEqual([]);
  expect(problems).toEqual(['queue-log-unreadable']);
  writeFileSync(path, `${line(1)}\n`);
  expect(await read()).toEqual(['1']);
});

test('rotation by renaming: the old file to its end, then the new one', async () => {
  const path = newPath();
  writeFileSync(path, '');
  const { read } = follow(path);
  await read();
  appendFileSync(path, `${line(1)}\n`);
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, `${line(2)}\n`);
  writeFileSync(path, `${line(3)}\n`);
  expect(await read()).toEqual(['1', '2', '3']);
  appendFileSync(path, `${line(4)}\n`);
  expect(await read()).toEqual(['4']);
});

test('truncation is told, and the file is read from its new beginning', async () => {
  const path = newPath();
  writeFileSync(path, '');
  const { read, problems } = follow(path);
  await read();
  appendFileSync(path, `${line(1)}\n${line(2)}\n`);
  await read();
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
  appendFileSync(path, `${line(3)}\n`);
  expect(await read()).toEqual(['3']);
  expect(problems).toEqual(['queue-log-truncated']);
});

/** A file of which the first line has been read, and the note by which the next start goes on. */
async function leftAfterOneLine() {
  const path = newPath();
  writeFileSync(path, '');
  const { follower, read } = follow(path);
  await read();
  appendFileSync(path, `${line(1)}\n`);
  expect(await read()).toEqual(['1']);
  const note = JSON.parse(JSON.stringify(follower.position));
  await follower.close();
  return { path, note };
}

test('after a restart it goes on where it was', async () => {
  const { path, note } = await leftAfterOneLine();
  appendFileSync(path, `${line(2)}\n`);
  expect(await follow(path, note).read()).toEqual(['2']);
});

test('after a restart it finds the file under the name that rotation gave it', async () => {
  const { path, note } = await leftAfterOneLine();
  appendFileSync(path, `${line(2)}\n`);
  renameSync(path, `${path}-20261121`);
  writeFileSync(path, `${line(3)}\n`);
  const second = follow(path, note);
  expect(await second.read()).toEqual(['2', '3']);
  expect(second.problems).toEqual([]);
});

test('a file that is gone with what was in it is told; the new one is read whole', async () => {
  const { path, note } = await leftAfterOneLine();
  unlinkSync(path);
  writeFileSync(path, `${line(2)}\n${line(3)}\n`);
  const second = follow(path, note);
  expect(await second.read()).toEqual(['2', '3']);
  expect(second.problems).toEqual(['queue-log-lost']);
});

test('lines that are none of queue_log are told by their length alone', async () => {
  const path = newPath();
  writeFileSync(path, '');
  const { follower } = follow(path);
  await follower.read();
  const told: string[] = [];
  const other = new QueueLogFollower('pbx1', path, null, (_, example) => told.push(example));
  onTestFinished(() => other.close());
  await other.read();
  appendFileSync(path, `0501234567 rubbish\n${'x'.repeat(100_000)}\n${line(1)}\n`);
  expect(callids(await other.read())).toEqual(['1']);
  expect(told.join()).not.toContain('050');
  expect(told.length).toBeGreaterThan(0);
});

const text = (scenario: Scenario, event: string, params: string, agent = 'NONE', queue = 'sales') =>
  parseLogLine(`${Math.floor(scenario.at / 1000)}|${CALLER}|${queue}|${agent}|${event}|${params}`, `line-${event}-${scenario.at}`) as LogLine;
const log = (scenario: Scenario, event: string, params = '', gap = false, agent = 'NONE') =>
  scenario.input({ kind: 'log', line: text(scenario, event, params, agent), gaps: gap ? [{ from: scenario.at - 60_000, to: scenario.at }] : [] });

test('beside AMI the log only names the reason; it is no judge of abandonment', () => {
  const left = () => new Scenario().newChannel().join().pass(5000).abandon().leave();
  expect(log(left(), 'EXITWITHTIMEOUT', '1').told().slice(-1)).toEqual(['dequeued sales timeout']);
  expect(log(left(), 'EXITEMPTY', '1|1|5').told().slice(-1)).toEqual(['dequeued sales noagents']);
  expect(log(left(), 'WITHDRAW', '1|1|5').told().slice(-1)).toEqual(['dequeued sales withdrawn']);
  expect(log(left(), 'ABANDON', '1|1|5').told().slice(-1)).toEqual(['dequeued sales unknown']);
});

test('where hang-ups cannot be heard (no class call), ABANDON decides', () => {
  const scenario = new Scenario().join().pass(5000).abandon().leave();
  expect(log(scenario, 'ABANDON', '1|1|5').told().slice(-2)).toEqual(['dequeued sales unknown', 'abandoned sales']);
});

test('what AMI has told, a line does not tell again, inside a gap either', () => {
  const scenario = log(new Scenario().join(), 'ENTERQUEUE', '|050|1', true);
  log(
    log(scenario.pass(3000).call().connect(), 'CONNECT', `3|${LEG}|2`, true, 'Dana Levi').pass(4000).complete(),
    'COMPLETEAGENT',
    '3|4|1',
    true,
    'Dana Levi',
  );
  expect(scenario.told()).toEqual(['queued sales new', 'ringing sales', 'answered sales', 'ended sales agent']);
});

test('inside a gap lines stand for the events that never came', () => {
  const scenario = new Scenario().member('Added');
  log(
    log(log(scenario, 'ENTERQUEUE', '|050|1', true).pass(4000), 'CONNECT', `4|${LEG}|2`, true, 'Dana Levi').pass(6000),
    'COMPLETECALLER',
    '4|6|1',
    true,
    'Dana Levi',
  );
  expect(scenario.told().slice(2)).toEqual(['queued sales new', 'answered sales', 'ended sales customer']);
  const [answered] = scenario.facts('contact.answered');
  expect(answered).toMatchObject({ timequality: 'platform-s', data: { agentId: 'PJSIP/1001', offerId: LEG } });
  expect(log(new Scenario(), 'ENTERQUEUE', '|050|1', false).told()).toEqual([]);
});

test('a caller who waited when the gap began is answered in it under her own name', () => {
  const scenario = new Scenario().newChannel().join().pass(10_000);
  scenario.input({ kind: 'lost', lastByteAt: scenario.at }).pass(5000);
  log(scenario, 'CONNECT', `15|${LEG}|2`, true, 'Dana Levi');
  expect(scenario.facts('contact.answered')[0]?.data).toMatchObject({ segmentId: `${CALLER}:sales:1`, agentId: 'Dana Levi' });
});
