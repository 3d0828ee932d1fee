// Which node should own which partition: rendezvous hashing. Every node computes the same answer from
// the list of live nodes, and when one comes or goes only its own share moves.
import { PARTITION_COUNT } from "#actors/kernel/address.ts";

/**
 * The desired owner of each partition (index 0…255), null for all when `nodes` is empty. The order of
 * `nodes` matters only to ties of a 32-bit hash, and stores list them sorted.
 */
export function desiredOwners(nodes: readonly string[]): readonly (string | null)[] {
  return Array.from({ length: PARTITION_COUNT }, (_, partition) => {
    let owner: string | null = null;
    let best = -1;
    for (const node of nodes) {
      const weight = weightOf(node, partition);
      if (weight > best) {
        owner = node;
        best = weight;
      }
    }
    return owner;
  });
}

/** FNV-1a over the node's id, then murmur3's finalizer, so that neighbours do not look alike. */
function weightOf(node: string, partition: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < node.length; i += 1) {
    hash = Math.imul(hash ^ node.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ partition, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
