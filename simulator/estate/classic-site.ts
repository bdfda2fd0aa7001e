import type {
  CapturedConfigurationServer,
  CapturedMasterTarget,
  CapturedProcessServer,
  Inventory,
} from '../../core/inventory/inventory.ts';
import { sameId } from './same-id.ts';

/** The servers of the classic architecture. Process servers may join while the estate lives; nothing else does. */
export class ClassicSite {
  readonly #inventory: Inventory;
  readonly #joined: CapturedProcessServer[] = [];

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  configurationServer(fabricId: string): CapturedConfigurationServer | undefined {
    return this.#inventory.configurationServers?.find(({ id }) => sameId(id, fabricId));
  }

  /** Undefined where nobody captured the master targets, so that any is taken to stand there. */
  get masterTargets(): readonly CapturedMasterTarget[] | undefined {
    return this.#inventory.masterTargets;
  }

  /** Undefined where nobody captured the process servers and none has joined since. */
  get processServers(): readonly CapturedProcessServer[] | undefined {
    const captured = this.#inventory.processServers;
    return captured === undefined && this.#joined.length === 0 ? undefined : [...(captured ?? []), ...this.#joined];
  }

  masterTarget(id: string | undefined): CapturedMasterTarget | undefined {
    return this.masterTargets?.find((one) => sameId(one.id, id));
  }

  processServer(id: string | undefined): CapturedProcessServer | undefined {
    return this.processServers?.find((one) => sameId(one.id, id));
  }

  /** A process server that was installed and registered; a second registration of the same machine changes nothing. */
  join(server: CapturedProcessServer): void {
    if (!this.#joined.some(({ id }) => sameId(id, server.id))) this.#joined.push(server);
  }
}
