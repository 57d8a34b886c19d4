import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { expect, type TestContext, test } from 'vitest';
import { realClock, sleep } from '../../server/clock.ts';
import { silentLogger } from '../../server/log.ts';
import { asteriskSource } from '../../server/sources/asterisk/source.ts';
import type { SourceEvent } from '../../server/sources/source.ts';
import { makeCertificate } from '../support/certificate.ts';
import { type Answer, TestPbx } from '../support/pbx.ts';
import { OPTIONS } from '../support/source-run.ts';
import { eventChunks, recordedAnswers } from './answers.ts';
import { asAmiAlone, asaOf, staysOf, talkOf, totalsOf, truthTalk, truthTotals } from './compare.ts';
import { loadRecording } from './recording.ts';

const REAL_TIME_MS = 161_000;

/** Turns of the event loop in which a list that is let go of is written. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const certificate = makeCertificate('asterisk');

/** How the PBX listens, and what the source must know of it. Both at once: they wait most of the time. */
const ways = [
  ['TCP', async (serve: (stream: Duplex) => void) => ({ server: createServer(serve), options: {} })],
  [
    'TLS',
    async (serve: (stream: Duplex) => void, onTestFinished: TestContext['onTestFinished']) => {
      const folder = mkdtempSync(join(tmpdir(), 'moked-tls-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const ca = join(folder, 'pbx.pem');
      await writeFile(ca, certificate.cert);
      return { server: createTlsServer(certificate, serve), options: { tls: true, ca } };
    },
  ],
] as const;

test.concurrent.for(ways)(
  'small, once in real time over %s: stays, waits and talk are the truth’s',
  { timeout: 2 * REAL_TIME_MS },
  async ([_, listen], { onTestFinished }) => {
    const recording = loadRecording('small');
    const stop = new AbortController();
    const answers = recordedAnswers(recording);
    // Its time begins with the connection, however long that takes; a list holds until something is told after it.
    let startedAt: number | null = null;
    let reached = 0;
    let toldUntil = 0;
    const held: { exact: number; release: () => void }[] = [];
    const answer = (action: string): Answer | null => {
      const next = answers.find((recorded) => recorded.action === action && recorded.exact >= toldUntil);
      if (next === undefined || next.exact <= reached) return next?.answer ?? null;
      return { ...next.answer, ready: new Promise((release) => held.push({ exact: next.exact, release })) };
    };
    const until = async (exact: number) => {
      await sleep(realClock, exact - (realClock.now() - (startedAt ?? Number.NaN)), stop.signal);
      reached = exact;
      const due = held.filter((list) => list.exact <= exact);
      for (const list of due) list.release();
      if (due.length > 0) await turn();
    };
    const pbx = new TestPbx({ now: realClock.now, isBooted: () => false, answer });
    const serve = (stream: Duplex) => {
      startedAt ??= realClock.now() - (recording.chunks[0]?.exact ?? 0);
      pbx.serve(stream);
    };
    const { server, options } = await listen(serve, onTestFinished);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const events: SourceEvent[] = [];
    const anomalies: string[] = [];
    const running = asteriskSource({ ...OPTIONS, ...options, port }).run({
      name: 'pbx1',
      clock: realClock,
      log: silentLogger,
      signal: stop.signal,
      customerRef: () => null,
      random: () => 0.5,
      notes: { read: async () => null, write: async () => undefined },
      sink: {
        emit: async (some) => {
          for (const event of some) events.push(event);
        },
        alive: () => undefined,
        status: () => undefined,
        skew: () => undefined,
        anomaly: (kind, example) => anomalies.push(`${kind}: ${example}`),
        completeUntil: null,
      },
    });
    while (!pbx.isConnected) await sleep(realClock, 5, stop.signal);
    const told = eventChunks(recording.chunks).filter(({ kind, bytes }) => kind === 'in' && bytes.length > 0);
    for (const step of [...answers, ...told].sort((a, b) => a.exact - b.exact)) {
      await until(step.exact);
      if (!('bytes' in step)) continue;
      pbx.send(step.bytes);
      toldUntil = step.exact;
    }
    await sleep(realClock, 1500, stop.signal);
    stop.abort();
    await running;
    pbx.hangUp();
    await new Promise((resolve) => server.close(resolve));

    const stays = staysOf(events);
    expect(anomalies).toEqual([]);
    expect(totalsOf(stays)).toEqual(asAmiAlone(truthTotals(recording.visits)));
    const truthAsa = asaOf(recording.visits.filter(({ agent }) => agent !== undefined).map(({ queue, wait }) => ({ queue, waitMs: wait * 1000 })));
    const asa = asaOf(
      stays.flatMap(({ queueId, queuedAt, answeredAt }) => (answeredAt === null ? [] : [{ queue: queueId, waitMs: answeredAt - queuedAt }])),
    );
    for (const [queue, ms] of Object.entries(truthAsa)) expect(Math.abs((asa[queue] ?? 0) - ms), queue).toBeLessThan(200);
    const talk = talkOf(stays);
    for (const [agent, ms] of truthTalk(recording.visits)) expect(Math.abs((talk.get(agent) ?? 0) / ms - 1), agent).toBeLessThan(0.02);
  },
);
