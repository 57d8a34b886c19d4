/**
 * A quick look whether a value is already what a schema would make of it. Most data come in the form in which they were once checked and written;
 * a start reads hundreds of thousands of facts, and the full check copies each of them.
 */
type Check = (value: unknown) => boolean;

/** What is read of a schema or of a step of its pipe: names of the validator's own public fields. */
type Part = {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly wrapped?: Part;
  readonly item?: Part;
  readonly key?: Part | string;
  readonly value?: Part;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly default?: unknown;
  readonly requirement?: unknown;
  readonly operation?: (value: unknown) => unknown;
};

/** Whether defaults are written into what is looked at. */
type Fills = boolean;

const compiled: Readonly<Record<'asIs' | 'filled', WeakMap<object, Check>>> = { asIs: new WeakMap(), filled: new WeakMap() };

/**
 * True: the full check would accept the value and return an equal one. False says nothing: the full check must decide.
 * @param schema of the validator; one of which a part is not known here never conforms.
 */
export function conforms(schema: object, value: unknown): boolean {
  return checkOf(schema, false)(value);
}

/** The same of a value that is nobody else's: where a field that has a default is missing, the default is written into it, whatever comes out. */
export function completes(schema: object, value: unknown): boolean {
  return checkOf(schema, true)(value);
}

function checkOf(schema: object, fills: Fills): Check {
  const known = compiled[fills ? 'filled' : 'asIs'];
  let check = known.get(schema);
  if (check === undefined) {
    check = compile(schema as Part, fills);
    known.set(schema, check);
  }
  return check;
}

const never: Check = () => false;

function compile(part: Part, fills: Fills): Check {
  if (part.pipe === undefined) return compileBase(part, fills);
  const steps = part.pipe.map((step, index) => (index === 0 ? compileBase(step, fills) : compileStep(step)));
  return steps.reduce((first, next) => (value) => first(value) && next(value));
}

function compileBase(part: Part, fills: Fills): Check {
  switch (part.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'number':
      return (value) => typeof value === 'number' && !Number.isNaN(value);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'picklist': {
      const allowed = new Set(part.options);
      return (value) => allowed.has(value);
    }
    case 'literal':
      return (value) => value === part.literal;
    case 'optional':
      return part.wrapped === undefined ? never : compile(part.wrapped, fills);
    case 'nullable': {
      const inner = part.wrapped === undefined ? never : compile(part.wrapped, fills);
      return (value) => value === null || inner(value);
    }
    case 'array': {
      const item = part.item === undefined ? never : compile(part.item, fills);
      return (value) => Array.isArray(value) && value.every(item);
    }
    case 'union': {
      // A later option might accept what an earlier one would change.
      const [first] = part.options ?? [];
      return first === undefined ? never : compile(first as Part, fills);
    }
    case 'record':
      return compileRecord(part, fills);
    case 'variant':
      return compileVariant(part, fills);
    case 'object':
      return compileObject(part.entries ?? {}, fills);
    default:
      return never;
  }
}

/** Names that the validator leaves out, lest they reach what an object is made of. */
const LEFT_OUT: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

function compileRecord(part: Part, fills: Fills): Check {
  if (typeof part.key !== 'object' || part.value === undefined) return never;
  const [name, item] = [compile(part.key, fills), compile(part.value, fills)];
  return (value) => {
    if (!isPlain(value)) return false;
    for (const key in value) if (LEFT_OUT.has(key) || !name(key) || !item(value[key])) return false;
    return true;
  };
}

/** Of objects that say by one literal which of them they are. */
function compileVariant(part: Part, fills: Fills): Check {
  const { key } = part;
  if (typeof key !== 'string') return never;
  const checks = new Map<unknown, Check>();
  for (const option of (part.options ?? []) as readonly Part[]) {
    const said = option.type === 'object' && option.pipe === undefined ? option.entries?.[key] : undefined;
    if (said?.type !== 'literal' || said.pipe !== undefined || checks.has(said.literal)) return never;
    checks.set(said.literal, compile(option, fills));
  }
  return (value) => isPlain(value) && (checks.get(value[key]) ?? never)(value);
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function compileObject(entries: Readonly<Record<string, Part>>, fills: Fills): Check {
  const fields = Object.entries(entries).map(([key, part]) => ({
    key,
    check: compile(part, fills),
    mayBeMissing: part.type === 'optional' && part.default === undefined,
    default: part.type === 'optional' && fills ? part.default : undefined,
  }));
  return (value) => {
    if (!isPlain(value)) return false;
    let known = 0;
    for (const { key, check, mayBeMissing, default: missing } of fields) {
      let field = value[key];
      if (field === undefined && missing !== undefined) {
        field = typeof missing === 'function' ? missing() : missing;
        value[key] = field;
      }
      if (field === undefined) {
        if (!mayBeMissing) return false;
      } else if (check(field)) known++;
      else return false;
    }
    // Whatever is not in the schema would be left out.
    for (const _ in value) known--;
    return known === 0;
  };
}

function compileStep(step: Part): Check {
  const { requirement, operation } = step;
  if (step.kind === 'transformation') return operation === undefined ? never : (value) => Object.is(operation(value), value);
  switch (step.type) {
    case 'check':
    case 'integer':
    case 'finite':
      return typeof requirement === 'function' ? (value) => requirement(value) === true : never;
    case 'regex':
      return requirement instanceof RegExp && !requirement.global ? (value) => requirement.test(value as string) : never;
    case 'min_length':
      return (value) => (value as string | unknown[]).length >= (requirement as number);
    case 'max_length':
      return (value) => (value as string | unknown[]).length <= (requirement as number);
    case 'min_value':
      return (value) => (value as number) >= (requirement as number);
    case 'max_value':
      return (value) => (value as number) <= (requirement as number);
    default:
      return never;
  }
}
