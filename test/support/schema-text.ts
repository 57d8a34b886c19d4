/** A schema in words: for PROTOCOL.md, and for the hash that notices a change of the protocol. */
type Node = {
  type: string;
  entries?: Record<string, Node>;
  item?: Node;
  options?: readonly (Node | string)[];
  wrapped?: Node;
  key?: Node;
  value?: Node;
  literal?: unknown;
  items?: readonly Node[];
};

/** One line for a schema: `{type: "welcome", seq: number, board?: {…}}`. */
export function schemaText(schema: unknown): string {
  const node = schema as Node;
  switch (node.type) {
    case 'object':
    case 'strict_object':
      return `{${Object.entries(node.entries ?? {})
        .map(([name, field]) => `${name}${field.type === 'optional' ? '?' : ''}: ${schemaText(field)}`)
        .join(', ')}}`;
    case 'optional':
      return schemaText(node.wrapped);
    case 'nullable':
      return `${schemaText(node.wrapped)} | null`;
    case 'array':
      return `[${schemaText(node.item)}]`;
    case 'record':
      return `{[${schemaText(node.key)}]: ${schemaText(node.value)}}`;
    case 'literal':
      return JSON.stringify(node.literal);
    case 'picklist':
      return (node.options ?? []).map((option) => JSON.stringify(option)).join(' | ');
    case 'union':
    case 'variant':
      return (node.options ?? []).map(schemaText).join(' | ');
    case 'tuple':
      return `[${(node.items ?? []).map(schemaText).join(', ')}]`;
    default:
      return node.type;
  }
}
