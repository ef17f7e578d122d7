import { Button, Group, Modal, Stack, Text, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A button that asks once more before it does what cannot be undone. */
export function ConfirmButton({
  label,
  title,
  question,
  confirm,
  onConfirm,
  ...button
}: { label: ReactNode; title: string; question: ReactNode; confirm?: string; onConfirm: () => void } & Omit<ButtonProps, 'children'>) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={title}>
        <Stack>
          <Text size="sm" component="div">
            {question}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t('cancel')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                close();
                onConfirm();
              }}
            >
              {confirm ?? t('confirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
