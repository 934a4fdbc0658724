namespace RetailPulse.Client;

/// <summary>Changes all jobs that match a query.</summary>
public sealed partial class JobsClient
{
    /// <summary>
    /// Cancels all ongoing jobs that match a query. Returns the operation, which <see cref="WaitForOperationAsync"/> follows. Repeating the
    /// call after a lost response starts no second operation.
    /// </summary>
    /// <param name="query">
    /// Filters. Its order and page size are ignored. Its status must be <c>ongoing</c> or <see langword="null"/>, because the service refuses
    /// any other.
    /// </param>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. Default: a new key.</param>
    public Task<JobOperation> CancelAllAsync(
        JobQuery query,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => StartAsync("cancel", query, idempotencyKey, cancellationToken);

    /// <summary>
    /// Retries failed images of all failed jobs that match a query, like <see cref="CancelAllAsync"/>. With a reason or host, only the images
    /// that failed for this reason or at this host are retried.
    /// </summary>
    /// <param name="query">
    /// Filters. Its order and page size are ignored. Its status must be <c>failed</c> or <see langword="null"/>, because the service refuses
    /// any other.
    /// </param>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. Default: a new key.</param>
    public Task<JobOperation> RetryAllAsync(JobQuery query, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        StartAsync("retry", query, idempotencyKey, cancellationToken);

    /// <summary>Returns the number of jobs and images that <see cref="CancelAllAsync"/> would change.</summary>
    public Task<JobSelection> CountCancelAllAsync(JobQuery query, CancellationToken cancellationToken = default) =>
        CountAsync("cancel", query, cancellationToken);

    /// <summary>Returns the number of jobs and images that <see cref="RetryAllAsync"/> would change.</summary>
    public Task<JobSelection> CountRetryAllAsync(JobQuery query, CancellationToken cancellationToken = default) =>
        CountAsync("retry", query, cancellationToken);

    /// <summary>Returns an operation with its progress.</summary>
    /// <exception cref="RetailPulseException">The operation does not exist, or the service did not respond.</exception>
    public Task<JobOperation> GetOperationAsync(long id, CancellationToken cancellationToken = default) =>
        calls.GetAsync(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"api/v1/operations/{id}"),
            ClientJson.Default.JobOperation,
            cancellationToken
        );

    /// <summary>Returns an operation after its end.</summary>
    /// <param name="pollEvery">Time between two requests. Default: 1 s.</param>
    public async Task<JobOperation> WaitForOperationAsync(
        long id,
        TimeSpan? pollEvery = null,
        CancellationToken cancellationToken = default
    )
    {
        var outage = new Outage(calls.Options);
        while (true)
        {
            try
            {
                var operation = await GetOperationAsync(id, cancellationToken).ConfigureAwait(false);
                if (operation.EndedAt is not null)
                    return operation;
                outage.End();
            }
            catch (RetailPulseException exception)
            {
                await outage.WaitAsync(exception, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await Task.Delay(pollEvery ?? TimeSpan.FromSeconds(1), calls.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<JobOperation> StartAsync(string change, JobQuery query, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var path = Change(change, query);
        return calls.ReadAsync(
            Keys.Add(() => new HttpRequestMessage(HttpMethod.Post, path), idempotencyKey),
            ClientJson.Default.JobOperation,
            cancellationToken
        );
    }

    private Task<JobSelection> CountAsync(string change, JobQuery query, CancellationToken cancellationToken)
    {
        var path = Change($"{change}/validate", query);
        return calls.ReadAsync(() => new HttpRequestMessage(HttpMethod.Post, path), ClientJson.Default.JobSelection, cancellationToken);
    }

    private static string Change(string change, JobQuery query) => Filter($"{Jobs}/{change}", query with { Sort = null, PageSize = null });
}
