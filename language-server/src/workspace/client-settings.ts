import { type ConfigurationInitializedParams, DefaultConfigurationProvider } from 'langium';
import type { InitializeParams } from 'vscode-languageserver';

/** So long a feature waits for a client that was asked for its settings, in milliseconds; then it takes the usual ones. */
const PATIENCE = 1000;

/** Settings of the client. One that never tells them holds up nothing. */
export class ClientSettings extends DefaultConfigurationProvider {
  #waited: Promise<void> | undefined;
  #mayRegister = false;

  override initialize(params: InitializeParams): void {
    this.#mayRegister = params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration ?? false;
    super.initialize(params);
  }

  /** Asks to be told of changes only where the client said that it can; Langium asks everyone, and Emacs warns of it. */
  override initialized({ register, ...params }: ConfigurationInitializedParams): Promise<void> {
    return super.initialized(this.#mayRegister && register !== undefined ? { ...params, register } : params);
  }

  override get ready(): Promise<void> {
    this.#waited ??= new Promise<void>((resolve) => {
      setTimeout(resolve, PATIENCE);
    });
    return Promise.race([super.ready, this.#waited]);
  }
}
