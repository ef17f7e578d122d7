import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileImport, IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ErrorState';
import { formatShare } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { ImportHistory } from './ImportHistory';
import { RejectsEditor } from './RejectsEditor';
import { UploadReview } from './UploadReview';
import { uploadFiles } from './model';

const route = getRouteApi('/shell/data/import');

/** Files are dropped, looked at, mapped, imported, and their refused rows mended. */
export function ImportPage() {
  const { t } = useTranslation('data');
  const { upload, rejects } = route.useSearch();
  return (
    <>
      <PageHeader title={t('importTitle')} description={t('importText')} />
      {rejects !== undefined ? (
        <RejectsEditor id={Number(rejects)} />
      ) : upload !== undefined ? (
        <UploadReview id={upload} />
      ) : (
        <Stack gap="xl">
          <Drop />
          <ImportHistory />
        </Stack>
      )}
    </>
  );
}

function Drop() {
  const { t } = useTranslation('data');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (files: readonly File[]) => uploadFiles(files, setShare),
    onMutate: () => setShare(0),
    onSuccess: async (item) => {
      await queries.invalidateQueries({ queryKey: ['get', '/v1/imports'] });
      await navigate({ to: '/data/import', search: { upload: item.import, rejects: undefined } });
    },
  });
  return (
    <Stack>
      <Dropzone
        onDrop={(files) => upload.mutate(files)}
        loading={upload.isPending}
        maxFiles={20}
        inputProps={{ 'aria-label': t('dropTitle') }}
        py="xl"
      >
        <Group justify="center" gap="md" mih={140} style={{ pointerEvents: 'none' }}>
          <Dropzone.Accept>
            <IconUpload size={40} aria-hidden />
          </Dropzone.Accept>
          <Dropzone.Idle>
            <IconFileImport size={40} aria-hidden />
          </Dropzone.Idle>
          <div>
            <Text size="lg" fw={600}>
              {t('dropTitle')}
            </Text>
            <Text size="sm" c="dimmed">
              {t('dropText')}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {upload.isPending && (
        <Alert variant="light" role="status" title={t('uploading', { share: formatShare(share, 0) })}>
          <Progress value={share * 100} aria-label={t('uploading', { share: formatShare(share, 0) })} />
        </Alert>
      )}
      {upload.isError && <ErrorState title={t('uploadFailed')} error={upload.error} />}
    </Stack>
  );
}

/** Leads back to where files are dropped. */
export function BackToImport({ label }: { label?: string }) {
  const { t } = useTranslation('data');
  const navigate = useNavigate();
  return (
    <Button variant="default" onClick={() => void navigate({ to: '/data/import', search: { upload: undefined, rejects: undefined } })}>
      {label ?? t('back')}
    </Button>
  );
}
