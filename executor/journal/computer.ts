import { type Disk, hardDisk } from './disk.ts';
import { type Processes, systemProcesses } from './processes.ts';

/** What a run stands on, the service apart: a disk, and processes that live and die. */
export interface Computer {
  readonly disk: Disk;
  readonly processes: Processes;
}

export const thisComputer: Computer = { disk: hardDisk, processes: systemProcesses };
