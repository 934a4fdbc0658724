using RetailPulse.Client;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>Every call of the client.</summary>
internal static class ClientCalls
{
    private static readonly Submission Submission = new([new VisitToMeasure("S1", ["http://a.example/"], "t")]);

    /// <summary>All are refused.</summary>
    public static async Task AllAsync(RetailPulseClient client)
    {
        Func<Task>[] all =
        [
            () => client.Jobs.SubmitAsync(Submission),
            () => client.Jobs.ValidateAsync(Submission),
            () => client.Jobs.GetAsync(1),
            () => client.Jobs.GetIfChangedAsync(1),
            () => client.Jobs.GetStatusAsync(1),
            () => client.Jobs.GetStatusIfChangedAsync(1),
            () => client.Jobs.CancelAsync(1),
            () => client.Jobs.DeleteAsync(1),
            () => client.Jobs.RetryAsync(1),
            () => client.Jobs.AmendAsync(1, 0, 0, "http://b.example/"),
            () => client.Jobs.WaitForEndAsync(1),
            () => client.Jobs.ExportCsvAsync(1, Stream.Null),
            () => client.Jobs.ExportNdjsonAsync(1, Stream.Null),
            () => FirstAsync(client.Jobs.ListAsync()),
            () => client.Jobs.GetPageAsync(),
            () => client.Jobs.CancelAllAsync(new JobQuery()),
            () => client.Jobs.RetryAllAsync(new JobQuery()),
            () => client.Jobs.CountCancelAllAsync(new JobQuery()),
            () => client.Jobs.CountRetryAllAsync(new JobQuery()),
            () => client.Jobs.GetOperationAsync(1),
            () => client.Jobs.WaitForOperationAsync(1),
            () => FirstAsync(client.Jobs.ListImagesAsync(1)),
            () => FirstAsync(client.Jobs.ExportImagesAsync(1)),
            () => FirstAsync(client.Jobs.ListRepeatedPhotosAsync(1)),
            () => FirstAsync(client.Jobs.ListenAsync(1)),
            () => FirstAsync(client.Events.ListenAsync()),
            () => FirstAsync(client.Failures.ListAsync()),
            () => FirstAsync(client.Photos.ListAsync()),
            () => FirstAsync(client.Failures.ExportAsync()),
            () => client.Failures.ExportCsvAsync(Stream.Null),
            () => client.Failures.ExportNdjsonAsync(Stream.Null),
            () => FirstAsync(client.Stores.ListAsync()),
            () => client.Stores.ExportMeasurementsCsvAsync(Stream.Null),
            () => FirstAsync(client.Stores.ListVisitsAsync("S/1")),
            () => FirstAsync(client.Stores.ListAreasAsync()),
            () => client.Stores.GetAsync("S/1"),
            () => client.Stores.FindLastGoodImageAsync("S1"),
            () => client.Hosts.ListAsync(),
            () => client.GetMeAsync(),
            () => client.Cluster.GetAsync(),
            () => client.Cluster.GetThroughputAsync(),
            () => client.Jobs.ListAttemptsAsync(1, 0, 0),
            () => client.Jobs.CopyThumbnailAsync(1, 0, 0, Stream.Null),
            () => client.Webhooks.ListAsync(1),
            () => client.Webhooks.ResendAsync(1, "d/1"),
            () => client.Webhooks.GetSecretAsync(),
            () => client.Webhooks.RotateSecretAsync(),
            () => client.Stores.GetMasterAsync(),
            () => client.Stores.GetMasterIfChangedAsync(),
            () => client.Stores.PutMasterAsync(new byte[1]),
            () => client.Stores.PutMasterOverAsync(new byte[1], "\"1\""),
            () => client.Stores.PreviewMasterAsync(new byte[1]),
            () => client.Stores.GetMeasurementsAsync(),
        ];
        foreach (var call in all)
            await Assert.ThrowsAsync<RetailPulseException>(call);
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> list)
    {
        await foreach (var _ in list)
            return;
    }
}
