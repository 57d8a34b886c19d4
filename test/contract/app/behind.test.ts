import { expect, test } from 'vitest';
import { CONTACT_METRICS } from '../../../db/contacts.ts';
import { STAY_METRICS } from '../../../shared/metrics/stay-metrics.ts';
import { HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const START = Date.parse('2026-11-17T08:00:00.000Z');
const SPAN = `from=${toIso(START)}&to=${toIso(START + HOUR_MS)}`;

test('every metric of stays names the contacts that it is made of', () => {
  const metrics = STAY_METRICS.map(({ id }) => id);
  expect(metrics.filter((id) => !Object.hasOwn(CONTACT_METRICS, id))).toEqual([]);
  expect(Object.keys(CONTACT_METRICS).filter((id) => !metrics.includes(id))).toEqual([]);
});

test('the contacts behind each service level are as many as stand below its line', async () => {
  const floor = await steppedFloor(START);
  const about = (contactId: string) => ({ contactId, segmentId: contactId, queueId: 'q' });
  const answered = (id: string, wait: number) => [
    fact('cc.contact.queued.v1', START, about(id)),
    fact('cc.contact.answered.v1', START + wait, { ...about(id), agentId: 'a' }),
    fact('cc.contact.ended.v1', START + wait + 1000, { ...about(id), agentId: 'a' }),
  ];
  const abandoned = (id: string, wait: number) => [
    fact('cc.contact.queued.v1', START, about(id)),
    fact('cc.contact.abandoned.v1', START + wait, about(id)),
  ];
  await floor.live([
    ...[answered('a1', 5000), answered('a2', 30_000), abandoned('b1', 2000), abandoned('b2', 10_000), abandoned('b3', 40_000)].flat(),
    fact('cc.contact.queued.v1', START, about('f1')),
    fact('cc.contact.dequeued.v1', START + 9000, { ...about('f1'), reason: 'timeout' }),
  ]);
  await floor.at(START + MINUTE_MS);
  type Contacts = { contacts: { contactId: string }[] };
  const behind = async (metric: string) =>
    (await floor.app.get<Contacts>(`/api/v1/contacts?${SPAN}&metric=${metric}`)).contacts.map(({ contactId }) => contactId);
  const all = ['a1', 'a2', 'b1', 'b2', 'b3', 'f1'];
  const without = (...gone: string[]) => all.filter((id) => !gone.includes(id));
  expect(await behind('service_level')).toEqual(without('b1'));
  expect(await behind('service_level_1')).toEqual(['a1', 'a2']);
  expect(await behind('service_level_2')).toEqual(without('b1', 'b2'));
  expect(await behind('service_level_3')).toEqual(all);
  expect(await behind('service_level_4')).toEqual(all);
  expect(await behind('service_level_5')).toEqual(without('b1'));
  expect(await behind('service_level_6')).toEqual(['a1', 'a2', 'f1']);
  expect(await behind('service_level_7')).toEqual(['a1', 'a2', 'b3']);
  expect(await behind('service_level_8')).toEqual(without('f1'));
  expect(await behind('wait_p90_ms')).toEqual(['a1', 'a2']);
});
