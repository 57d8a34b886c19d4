import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
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

const certificate = makeCertificate('asterisk');

/** How the PBX listens, and what the source must know of it. Both at once: they wait most of the time. */
const ways = [
  ['TCP', async (serve: (stream: Duplex) => void) => ({ server: createServer(serve), options: {} })],
  [
    'TLS',
    async (serve: (stream: Duplex) => void) => {
      const folder = mkdtempSync(join(tmpdir(), 'moked-tls-'));
      const ca = join(folder, 'pbx.pem');
      await writeFile(ca, certificate.cert);
      return { server: createTlsServer(certificate, serve), options: { tls: true, ca } };
    },
  ],
] as const;

test.concurrent.each(ways)(
  'small, once in real time over %s: stays, waits and talk are the truth’s',
  { timeout: REAL_TIME_MS + 30_000 },
  async (_, listen) => {
    const recording = loadRecording('small');
    const stop = new AbortController();
    const answers = recordedAnswers(recording);
    const startedAt = realClock.now() - (recording.chunks[0]?.exact ?? 0);
    const elapsed = () => realClock.now() - startedAt;
    const until = (exact: number) => sleep(realClock, exact - elapsed(), stop.signal);
    const answer = (action: string): Answer | null => {
      const next = answers.find((recorded) => recorded.action === action && recorded.exact >= elapsed() - 10);
      return next === undefined ? null : { ...next.answer, ready: until(next.exact) };
    };
    const pbx = new TestPbx({ now: realClock.now, isBooted: () => false, answer });
    const { server, options } = await listen((stream) => pbx.serve(stream));
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
    for (const { kind, exact, bytes } of eventChunks(recording.chunks)) {
      if (kind !== 'in' || bytes.length === 0) continue;
      await until(exact);
      pbx.send(bytes);
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
