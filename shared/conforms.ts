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
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly default?: unknown;
  readonly requirement?: unknown;
  readonly operation?: (value: unknown) => unknown;
};

const compiled = new WeakMap<object, Check>();

/**
 * True: the full check would accept the value and return an equal one. False says nothing: the full check must decide.
 * @param schema of the validator; one of which a part is not known here never conforms.
 */
export function conforms(schema: object, value: unknown): boolean {
  let check = compiled.get(schema);
  if (check === undefined) {
    check = compile(schema as Part);
    compiled.set(schema, check);
  }
  return check(value);
}

const never: Check = () => false;

function compile(part: Part): Check {
  if (part.pipe === undefined) return compileBase(part);
  const steps = part.pipe.map((step, index) => (index === 0 ? compileBase(step) : compileStep(step)));
  return steps.reduce((first, next) => (value) => first(value) && next(value));
}

function compileBase(part: Part): Check {
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
      return part.wrapped === undefined ? never : compile(part.wrapped);
    case 'nullable': {
      const inner = part.wrapped === undefined ? never : compile(part.wrapped);
      return (value) => value === null || inner(value);
    }
    case 'array': {
      const item = part.item === undefined ? never : compile(part.item);
      return (value) => Array.isArray(value) && value.every(item);
    }
    case 'union': {
      // A later option might accept what an earlier one would change.
      const [first] = part.options ?? [];
      return first === undefined ? never : compile(first as Part);
    }
    case 'object':
      return compileObject(part.entries ?? {});
    default:
      return never;
  }
}

function compileObject(entries: Readonly<Record<string, Part>>): Check {
  const fields = Object.entries(entries).map(([key, part]) => ({
    key,
    check: compile(part),
    mayBeMissing: part.type === 'optional' && part.default === undefined,
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let known = 0;
    for (const { key, check, mayBeMissing } of fields) {
      const field: unknown = (value as Record<string, unknown>)[key];
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
