using System.Net;
using System.Runtime.CompilerServices;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>Makes a call for each of several jobs. A job for which it fails is reported, and does not stop the others.</summary>
internal sealed class EachJob(Session session, IReadOnlyCollection<long> jobs)
{
    private readonly List<long> done = [];

    /// <summary>The highest exit code of a failure; 0 if there was none.</summary>
    public int Code { get; private set; }

    /// <summary>Jobs for which the call succeeded.</summary>
    public IReadOnlyList<long> Done => done;

    public async IAsyncEnumerable<T> CallAsync<T>(
        Func<long, CancellationToken, Task<T>> call,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : class
    {
        foreach (var id in jobs)
        {
            if (await TryAsync(id, call, cancellationToken) is { } response)
                yield return response;
        }
    }

    private async Task<T?> TryAsync<T>(long id, Func<long, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var response = await call(id, cancellationToken);
            done.Add(id);
            return response;
        }
        catch (RetailPulseException failure) when (jobs.Count > 1 && ConcernsOne(failure))
        {
            await session.Out.FlushAsync();
            session.Report($"Job {Texts.Id(id)}: {ServiceFailures.Describe(failure)}", ServiceFailures.HintFor(failure));
            Code = Math.Max(Code, ServiceFailures.CodeOf(failure));
            return null;
        }
    }

    /// <summary>Returns whether the same call can succeed for another job.</summary>
    private static bool ConcernsOne(RetailPulseException failure) =>
        failure.Status
            is HttpStatusCode.NotFound
                or HttpStatusCode.Conflict
                or HttpStatusCode.BadRequest
                or HttpStatusCode.UnprocessableEntity;
}
