/** One thing that is wrong, in the words of the server. */
export interface ApiErrorItem {
  code: string;
  message: string;
  /** Where in what was sent. */
  where?: { line?: number; column?: number; length?: number; file?: string } | null;
  /** What to do about it. */
  fix?: string | null;
}

/** An answer that is not what was asked for: the server's problem+json as an exception. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status; 0 where the server did not answer. */
    readonly status: number,
    /** The code of the first thing that is wrong. */
    readonly code: string,
    message: string,
    readonly errors: readonly ApiErrorItem[],
    /** The whole answer. */
    readonly body?: unknown,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** What to do about it, as far as the server said. */
  get fix(): string | undefined {
    return this.errors.find((item) => item.fix)?.fix ?? undefined;
  }

  /** Reads the answer to a request that failed. */
  static async read(response: Response): Promise<ApiError> {
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    const problem = (typeof body === 'object' && body !== null ? body : {}) as {
      title?: string;
      detail?: string;
      code?: string;
      fix?: string;
      where?: ApiErrorItem['where'];
      errors?: ApiErrorItem[];
    };
    const errors = Array.isArray(problem.errors) ? problem.errors : [];
    const message = errors[0]?.message ?? problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`;
    const code = errors[0]?.code ?? problem.code ?? 'fault';
    return new ApiError(response.status, code, message, errors.length > 0 ? errors : [{ code, message, where: problem.where, fix: problem.fix }], body);
  }
}
