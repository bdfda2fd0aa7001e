import { DefaultConfigurationProvider } from 'langium';

/** So long a feature waits for a client that was asked for its settings, in milliseconds; then it takes the usual ones. */
const PATIENCE = 1000;

/** Settings of the client. One that never tells them holds up nothing. */
export class ClientSettings extends DefaultConfigurationProvider {
  #waited: Promise<void> | undefined;

  override get ready(): Promise<void> {
    this.#waited ??= new Promise<void>((resolve) => {
      setTimeout(resolve, PATIENCE);
    });
    return Promise.race([super.ready, this.#waited]);
  }
}
