import type { components } from '@/api/schema';
import { csrfHeaders } from '@/api/csrf';
import { ApiError } from '@/api/ApiError';

export type PreviewedFile = components['schemas']['PreviewedFile'];
export type MappedColumn = components['schemas']['MappedColumn'];
export type ColumnMapping = components['schemas']['ColumnMapping'];
export type UploadItem = components['schemas']['UploadItem'];
export type OutcomeItem = components['schemas']['OutcomeItem'];
export type FieldType = components['schemas']['FieldType'];

/** The types that a new field can have. */
export const fieldTypes = ['text', 'category', 'number', 'money', 'boolean', 'date', 'set'] as const satisfies readonly FieldType[];

/** The choice that leaves a column out. */
export const leaveOut = '';

/** The choice that makes a new field of a column. */
export const newField = '+';

/** A field's name made of a column's: what the server takes as one. */
export function fieldName(column: string): string {
  const name = column
    .normalize('NFKD')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return name === '' ? 'field' : name.slice(0, 63);
}

/** What the mapping says now, as the server takes it. */
export function mappingOf(file: PreviewedFile): ColumnMapping[] {
  return file.columns.map(mappingOfColumn);
}

function mappingOfColumn(column: MappedColumn): ColumnMapping {
  return {
    column: column.column,
    target: column.target ?? null,
    newType: column.isNew ? (column.type ?? 'text') : null,
    decimalComma: column.decimalComma,
    dates: column.dates,
    scale: column.scale,
    clears: column.clears,
  };
}

/** The mapping with one column sent elsewhere. */
export function withTarget(file: PreviewedFile, column: string, choice: string, newType: FieldType = 'text'): ColumnMapping[] {
  return file.columns.map((one) => {
    if (one.column !== column) {
      return mappingOfColumn(one);
    }
    if (choice === leaveOut) {
      return { ...mappingOfColumn(one), target: null, newType: null };
    }
    const own = fieldName(column);
    return choice === newField
      ? { ...mappingOfColumn(one), target: one.isNew ? (one.target ?? own) : own, newType }
      : { ...mappingOfColumn(one), target: choice, newType: null };
  });
}

/** Which of the selector's choices a column has now. */
export function choiceOf(column: MappedColumn): string {
  return column.target == null ? leaveOut : column.isNew ? newField : column.target;
}

/** A length in bytes for a person. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Uploads files with progress, which fetch does not tell. */
export function uploadFiles(files: readonly File[], onProgress: (share: number) => void, signal?: AbortSignal): Promise<UploadItem> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const file of files) {
      form.append('files', file, file.name);
    }
    const request = new XMLHttpRequest();
    request.open('POST', '/v1/imports');
    for (const [name, value] of Object.entries(csrfHeaders())) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0, 'offline', 'The server does not answer.', []));
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as UploadItem);
        return;
      }
      ApiError.read(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
