import { expect, test } from 'vitest';
import { planImport } from '../../../../server/http/settings-import.ts';
import { agentSettingsFields, queueSettingsFields, SERVICE_LEVEL_FORMULAS } from '../../../../shared/events/system.ts';
import { parse } from '../../../../shared/schema.ts';
import { AGENT_FIELDS, type Field, QUEUE_FIELDS, readField } from '../../../../shared/settings-fields.ts';

const own = new Map<string, Record<string, unknown>>([
  ['sales', { name: 'Sales', slaTarget: 85, hidden: true }],
  ['help', {}],
]);
const plan = (text: string) => {
  const planned = planImport(text, QUEUE_FIELDS, (id) => own.get(id));
  if (!planned.ok) throw new Error(planned.error.text);
  return planned.value;
};

test('every bad cell and row is told, with its row, column, value and what is allowed', () => {
  const { problems, changes } = plan(
    ['id,name,slaTarget,formula,hidden,order', 'sales,S,101,9,maybe,1.5', ',x', 'help,ok,80', 'help,again', 'new,n,80,5,yes,1,extra'].join('\n'),
  );
  expect(problems.map(({ row, column, value, is }) => [row, column, value, is])).toEqual([
    [2, 'order', '1.5', 'notInteger'],
    [2, 'slaTarget', '101', 'outside'],
    [2, 'formula', '9', 'notChoice'],
    [2, 'hidden', 'maybe', 'notFlag'],
    [3, 'id', '', 'noId'],
    [5, 'id', 'help', 'idTwice'],
    [6, null, 'extra', 'tooManyCells'],
  ]);
  expect(problems.find(({ column }) => column === 'slaTarget')?.allowed).toBe('a number from 0 to 100');
  expect(changes.map(({ id }) => id)).toEqual(['help']);
});

test('columns that are unknown, twice or without id are told before any row', () => {
  expect(plan('name,colour,name\nx,y,z').problems.map(({ column, is }) => [column, is])).toEqual([
    ['colour', 'unknownColumn'],
    ['name', 'columnTwice'],
    ['id', 'noIdColumn'],
  ]);
});

test('blanks around an id and a value are none of them, and an order has bounds that are told', () => {
  const { changes, problems } = plan('id,name,order\n  sales ,  מכירות  , 7 \nhelp,,1000001\n sales,x,');
  expect(problems.map(({ row, column, is, allowed }) => [row, column, is, allowed])).toEqual([
    [3, 'order', 'outside', 'a whole number from -1000000 to 1000000'],
    [4, 'id', 'idTwice', 'each id once; row 2 has it too'],
  ]);
  expect(changes).toMatchObject([{ id: 'sales', isUnknown: false, fields: [{ to: 'מכירות' }, { to: 7 }] }]);
});

test('only what differs is a change; an empty cell takes an override away, and a column that is not there leaves it', () => {
  const { changes, unchanged, rows } = plan('id,slaTarget,hidden\nsales,,כן\nhelp,,\nnew,70,no\n');
  expect(rows).toBe(3);
  expect(unchanged).toBe(1);
  expect(changes).toEqual([
    { row: 2, id: 'sales', isUnknown: false, fields: [{ field: 'slaTarget', from: 85, to: null }] },
    {
      row: 4,
      id: 'new',
      isUnknown: true,
      fields: [
        { field: 'slaTarget', from: null, to: 70 },
        { field: 'hidden', from: null, to: false },
      ],
    },
  ]);
});

test('the table of fields allows what the facts allow', () => {
  const samples = [
    'x',
    'voice',
    'chat',
    '5',
    '9',
    '0',
    '100',
    '101',
    '604800',
    '604801',
    '-1',
    '1.5',
    'yes',
    'no',
    '',
    'x'.repeat(500),
    'x'.repeat(501),
  ];
  const check = (fields: readonly Field[], schemas: typeof queueSettingsFields | typeof agentSettingsFields) => {
    for (const field of fields)
      for (const sample of samples) {
        const typed = readField(field, sample);
        const schema = (schemas as Record<string, Parameters<typeof parse>[0]>)[field.name];
        if (schema === undefined) throw new Error(`the facts know no ${field.name}`);
        if (typed.ok) expect(parse(schema, typed.value).ok, `${field.name} ${sample}`).toBe(true);
        else if (field.kind !== 'flag')
          expect(parse(schema, field.kind === 'number' || field.kind === 'integer' ? Number(sample) : sample).ok, `${field.name} ${sample}`).toBe(
            false,
          );
      }
  };
  expect(QUEUE_FIELDS.find(({ name }) => name === 'formula')).toMatchObject({ choices: SERVICE_LEVEL_FORMULAS });
  check(QUEUE_FIELDS, queueSettingsFields);
  check(AGENT_FIELDS, agentSettingsFields);
});

test('a file of one long line is refused at once', () => {
  const plan = planImport(`id,${'x,'.repeat(200_000)}`, QUEUE_FIELDS, () => undefined);
  expect(plan).toMatchObject({
    ok: false,
    error: { code: 'table-columns', with: { count: 200_002 }, text: expect.stringContaining('200002 columns') },
  });
});
