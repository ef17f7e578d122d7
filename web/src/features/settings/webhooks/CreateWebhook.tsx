import { Button, Checkbox, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';

/** Makes a webhook; its secret is shown afterwards, once. */
export function CreateWebhook({ onClose, onCreated }: { onClose: () => void; onCreated: (secret: string) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const queries = useQueryClient();
  const known = $api.useQuery('get', '/v1/segments', { params: { query: { limit: 1000 } } });
  const [url, setUrl] = useState('');
  const [segments, setSegments] = useState<string[]>([]);
  const [events, setEvents] = useState<string[]>(['entered', 'left']);
  const create = $api.useMutation('post', '/v1/webhooks', {
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/webhooks'] });
      onClose();
      onCreated(made.secret);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { url, segments, events } });
  };
  return (
    <Modal opened onClose={onClose} title={t('settings:createWebhook')}>
      <form onSubmit={submit}>
        <Stack>
          {create.isError && <ErrorState title={t('common:failedToDo')} error={create.error} />}
          <TextInput label={t('settings:url')} description={t('settings:urlHint')} type="url" required data-autofocus placeholder="https://" value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
          <MultiSelect
            label={t('settings:segments')}
            description={t('settings:segmentsHint')}
            data={(known.data?.segments ?? []).map((segment) => ({ value: segment.name, label: segment.title }))}
            value={segments}
            onChange={setSegments}
            searchable
            clearable
          />
          <Checkbox.Group label={t('settings:events')} value={events} onChange={setEvents}>
            <Group mt={4}>
              <Checkbox value="entered" label={t('settings:entered')} />
              <Checkbox value="left" label={t('settings:left')} />
            </Group>
          </Checkbox.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={events.length === 0}>
              {t('settings:createWebhook')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
