/** An answer whose status differs from the operation's usual one. */
export class Reply {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** An answer that is written bit by bit, such as an export. */
export class StreamReply {
  readonly contentType: string;
  readonly fileName: string;
  readonly chunks: AsyncIterable<string>;

  constructor(options: {
    contentType: string;
    fileName: string;
    chunks: AsyncIterable<string>;
  }) {
    this.contentType = options.contentType;
    this.fileName = options.fileName;
    this.chunks = options.chunks;
  }
}
