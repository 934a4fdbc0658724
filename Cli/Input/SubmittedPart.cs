using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>Visits of a file that become one job.</summary>
/// <param name="Number">Number of the part within its file, from 1.</param>
internal abstract record SubmittedPart(int Number, JobHead Head)
{
    public abstract Task<AcceptedJob> SubmitAsync(JobsClient jobs, string key, CancellationToken cancellationToken);

    public abstract Task<Validation> ValidateAsync(JobsClient jobs, CancellationToken cancellationToken);

    /// <summary>Returns where the service found an error, as a line of the file if that is known.</summary>
    /// <param name="pointer">JSON pointer of the service.</param>
    /// <param name="line">Line of an upload, from 1; <see langword="null"/> for any other submission.</param>
    public abstract string Locate(string pointer, long? line);
}

/// <summary>A part that is submitted in one body.</summary>
internal sealed record WholePart(JobPart Part, JobHead Head, string File) : SubmittedPart(Part.Number, Head)
{
    private Submission Submission => new(Part.Visits, Head.CallbackUrl, Head.Label, Head.Metadata);

    public override Task<AcceptedJob> SubmitAsync(JobsClient jobs, string key, CancellationToken cancellationToken) =>
        jobs.SubmitAsync(Submission, key, cancellationToken);

    public override Task<Validation> ValidateAsync(JobsClient jobs, CancellationToken cancellationToken) =>
        jobs.ValidateAsync(Submission, cancellationToken);

    public override string Locate(string pointer, long? line) => Part.Locate(File, pointer);
}

/// <summary>A whole file that is uploaded while it is read.</summary>
internal sealed record UploadedPart(SourceUpload Upload, JobHead Head) : SubmittedPart(1, Head)
{
    private UploadOptions Options =>
        new()
        {
            CallbackUrl = Head.CallbackUrl,
            Label = Head.Label,
            Metadata = Head.Metadata,
        };

    public override Task<AcceptedJob> SubmitAsync(JobsClient jobs, string key, CancellationToken cancellationToken) =>
        jobs.UploadAsync(Upload.ReadAsync(), Options, key, cancellationToken);

    public override Task<Validation> ValidateAsync(JobsClient jobs, CancellationToken cancellationToken) =>
        jobs.ValidateUploadAsync(Upload.ReadAsync(), Options, cancellationToken);

    public override string Locate(string pointer, long? line) => Upload.Locate(pointer, line);
}
