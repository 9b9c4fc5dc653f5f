import type * as api from './api.js';

/** The class itself, as in the vendor's SDK; the named exports hang on it. */
declare const Hrflow: typeof api.Hrflow & {
  Hrflow: typeof api.Hrflow;
  default: typeof api.Hrflow;
  HrflowError: typeof api.HrflowError;
  configure: typeof api.configure;
  listAttachments: typeof api.listAttachments;
};
type Hrflow = api.Hrflow;

declare namespace Hrflow {
  type Attachment = api.Attachment;
  type Attachments = api.Attachments;
  type HrflowError = api.HrflowError;
  type HrflowErrorCause = api.HrflowErrorCause;
  type HrflowErrorDetails = api.HrflowErrorDetails;
  type HrflowErrorKind = api.HrflowErrorKind;
  type HrflowOptions = api.HrflowOptions;
  type ProfileSelector = api.ProfileSelector;
  type RequestOptions = api.RequestOptions;
  type Signal = api.Signal;
}

export = Hrflow;
