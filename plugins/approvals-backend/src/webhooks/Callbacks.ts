import { Guard } from '../outgoing';
import { CALLBACK_USES, endpointFor } from './endpointAddress';
import { EndpointStore } from './EndpointStore';

/** Says where requests may be answered to. */
export class Callbacks {
  readonly #options: { guard: Guard; store: EndpointStore };

  constructor(options: { guard: Guard; store: EndpointStore }) {
    this.#options = options;
  }

  /** What is wrong with a callback address; undefined when it may be used. */
  async faultOf(url: string): Promise<string | undefined> {
    const { guard, store } = this.#options;
    const fault = guard.faultOf(url);
    if (fault) {
      return fault;
    }
    const enabled = (await store.all()).filter(({ enabled: on }) => on);
    return endpointFor(url, CALLBACK_USES, enabled)
      ? undefined
      : 'must begin with the address of a webhook endpoint that is enabled';
  }
}
