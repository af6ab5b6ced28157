/** In place of the package abort-controller, which readable-stream asks for. */
export = { AbortController, AbortSignal };
