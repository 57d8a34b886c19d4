/** Texts of a line that changes as a whole. */
import { createRenderEffect } from 'solid-js';

/**
 * Text nodes that one computation writes, those of them that changed. Each text by itself would be looked at by itself: of a wall full of lines, each of which is of
 * somebody else after a change, that is most of the work.
 * @param of the same keys each time.
 */
export function texts<K extends string>(of: () => Readonly<Record<K, string>>): Readonly<Record<K, Text>> {
  const nodes: Partial<Record<K, Text>> = {};
  createRenderEffect<Readonly<Record<K, string>> | undefined>((before) => {
    const next = of();
    for (const key in next) {
      const node = nodes[key];
      if (node === undefined) nodes[key] = document.createTextNode(next[key]);
      else if (next[key] !== before?.[key]) node.data = next[key];
    }
    return next;
  });
  return nodes as Record<K, Text>;
}
