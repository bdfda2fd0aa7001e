import { DefaultServiceRegistry, type LangiumCoreServices, type URI } from 'langium';

/**
 * There is one language, so whatever is imported or checked is read as it, whatever its file is called.
 * `hasServices` keeps to the language's own files: an inventory that changed is no runbook.
 */
export class OneLanguage extends DefaultServiceRegistry {
  override getServices(uri: URI): LangiumCoreServices {
    const [only] = this.all;
    return only ?? super.getServices(uri);
  }

  override hasServices(uri: URI): boolean {
    try {
      super.getServices(uri);
      return true;
    } catch {
      return false;
    }
  }
}
