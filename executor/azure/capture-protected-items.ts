import type { RecoveryPoint, ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import { type CapturedItem, inventorySchema } from '../../core/inventory/inventory.ts';
import { made, readEntries } from './arm-answer.ts';
import { itemAddress } from './arm-id.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { capturedItem, capturedPoints } from './capture-items.ts';
import type { CaptureParts } from './capture-parts.ts';
import { everyRow } from './every-row.ts';
import type { SiteRecoveryPort, VaultAddress } from './site-recovery-port.ts';

/** Which items are read one by one, and which need not be. */
export interface ItemsWanted {
  /** Items of an earlier capture, by id in lower case. */
  readonly before: ReadonlyMap<string, CapturedItem>;
  /** Reads every item by itself, though an earlier capture has its disks. */
  readonly anew: boolean;
  /** Ids of items, in lower case, whose row is enough: a run has them in hand and knows them. */
  readonly inHand: ReadonlySet<string>;
  /** Friendly names, in lower case, of the machines that matter; only their items are read one by one. Undefined: all. */
  readonly machines: ReadonlySet<string> | undefined;
}

const entry = inventorySchema.shape.items.unwrap().element;

/** The protected items of a vault: its list, and then each by itself, since the list leaves out disks and cards. */
export class ProtectedItems {
  readonly #session: ArmSession;
  readonly #siteRecovery: SiteRecoveryPort;
  readonly #address: VaultAddress;
  readonly #parts: CaptureParts;

  constructor(session: ArmSession, siteRecovery: SiteRecoveryPort, address: VaultAddress, parts: CaptureParts) {
    this.#session = session;
    this.#siteRecovery = siteRecovery;
    this.#address = address;
    this.#parts = parts;
  }

  /** @throws FailbackError when the list cannot be read, or a row of it: an item that fell out would seem to be gone */
  async read(wanted: ItemsWanted, seenAt: string): Promise<CapturedItem[]> {
    const { vault, resourceGroup } = this.#address;
    const what = `the items of vault '${vault}'`;
    const rows = await reading(this.#session, what, async () => {
      const seen: ReplicationProtectedItem[] = [];
      const list = this.#siteRecovery.client.replicationProtectedItems.list(vault, resourceGroup);
      for await (const row of everyRow(list, what)) seen.push(row);
      return seen;
    });
    const listed = readEntries(
      entry,
      made(what, () => rows.map((row) => capturedItem(row, seenAt))),
      what,
    );
    const alone = new Set(listed.filter((item) => isReadAlone(item, wanted)));
    const count = this.#parts.counter('protected items', alone.size);
    return Promise.all(
      listed.map(async (item) => {
        if (!alone.has(item)) return asKnown(item, wanted);
        const read = await this.#parts.read(`disks of '${item.friendlyName}'`, () => this.#alone(item.id, seenAt));
        count();
        return read ?? item;
      }),
    );
  }

  async #alone(id: string, seenAt: string): Promise<CapturedItem> {
    const { vault, resourceGroup, fabric, container, item } = itemAddress(id);
    const { client } = this.#siteRecovery;
    const where = [vault, resourceGroup, fabric, container, item] as const;
    const what = `item '${item}'`;
    const [seen, points] = await Promise.all([
      reading(this.#session, what, () => client.replicationProtectedItems.get(...where)),
      reading(this.#session, `the recovery points of ${what}`, async () => {
        const listed: RecoveryPoint[] = [];
        const list = client.recoveryPoints.listByReplicationProtectedItems(...where);
        for await (const point of everyRow(list, `the recovery points of ${what}`)) listed.push(point);
        return listed;
      }),
    ]);
    const captured = { ...capturedItem(seen, seenAt), recoveryPoints: capturedPoints(points) };
    const [whole] = readEntries(entry, [captured], what);
    // Whatever came back, it must be what was asked for.
    if (whole === undefined || whole.id.toLowerCase() !== id.toLowerCase())
      throw new Error(`Azure answered with another item than '${id}'.`);
    return whole;
  }
}

function isReadAlone(item: CapturedItem, { before, anew, inHand, machines }: ItemsWanted): boolean {
  if (inHand.has(item.id.toLowerCase())) return false;
  if (machines !== undefined && !machines.has(item.friendlyName.toLowerCase())) return false;
  const known = before.get(item.id.toLowerCase());
  return anew || known === undefined || !sameProtection(known, item) || known.disks.length === 0;
}

/** A row that is enough: with the disks and the points of an earlier look, where nothing can have changed them. */
function asKnown(item: CapturedItem, { before, inHand, machines }: ItemsWanted): CapturedItem {
  const known = before.get(item.id.toLowerCase());
  if (inHand.has(item.id.toLowerCase()) || known === undefined || !sameProtection(known, item)) return item;
  if (machines !== undefined && !machines.has(item.friendlyName.toLowerCase())) return item;
  const { disks, discovered, recoveryPoints } = known;
  return { ...known, ...item, disks, discovered, ...(recoveryPoints === undefined ? {} : { recoveryPoints }) };
}

/** Disks are chosen when protection begins; while it stays the same they do. */
function sameProtection(before: CapturedItem, now: CapturedItem): boolean {
  return before.instanceType === now.instanceType && before.internalIdentifier === now.internalIdentifier;
}
