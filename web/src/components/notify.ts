import { notifications } from '@mantine/notifications';
import { ApiError } from '@/api/ApiError';

/** Says that something was done. */
export function notifyDone(message: string) {
  notifications.show({ color: 'green', message });
}

/** Says that something could not be done, why, and what to do. */
export function notifyFailed(title: string, error: unknown) {
  const fix = error instanceof ApiError ? error.fix : undefined;
  const message = error instanceof Error ? error.message : String(error);
  notifications.show({ color: 'red', title, message: fix ? `${message} ${fix}` : message, autoClose: 12_000 });
}
