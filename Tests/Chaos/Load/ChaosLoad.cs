using RetailPulse.Tests.Chaos.Cluster;
using RetailPulse.Tests.Chaos.Judgement;

namespace RetailPulse.Tests.Chaos.Load;

/// <summary>Clients that keep a cluster busy.</summary>
internal sealed class ChaosLoad : IDisposable
{
    private const int Clients = 12;

    /// <summary>Timeout of a request, because a frozen front end does not respond at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3), UseProxy = false })
    {
        Timeout = Patience,
    };
    private readonly CancellationTokenSource enough = new();
    private readonly CancellationTokenSource giveUp = new();
    private readonly LoadClient[] clients;
    private readonly Task running;

    public ChaosLoad(ChaosCluster cluster, int seed, Testimony testimony)
    {
        clients =
        [
            .. Enumerable.Range(0, Clients).Select(client => Client(cluster, new Random(seed * 1_000 + client), $"c{client}", testimony)),
        ];
        var person = new CommandLineClient(
            cluster.Addresses,
            cluster.Origin,
            new JobMaker(new Random(seed * 1_000 + Clients), "cli"),
            testimony
        );
        running = Task.WhenAll([
            .. clients.Select(client => client.RunAsync(enough.Token, giveUp.Token)),
            person.RunAsync(enough.Token, giveUp.Token),
        ]);
    }

    /// <summary>
    /// Submits nothing new and waits until all acknowledged jobs have ended, at most for <paramref name="within"/>. Then it reads every
    /// job's status once more.
    /// </summary>
    public async Task FinishAsync(Testimony testimony, TimeSpan within)
    {
        await enough.CancelAsync();
        giveUp.CancelAfter(within);
        await running;
        try
        {
            await Parallel.ForEachAsync(
                testimony.Jobs,
                new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = giveUp.Token },
                async (job, stop) => await clients[job % Clients].AskAllAsync(job, stop)
            );
        }
        catch (OperationCanceledException)
        {
            // The checker finds the jobs whose end is unknown.
        }
    }

    public void Dispose()
    {
        giveUp.Cancel();
        http.Dispose();
        enough.Dispose();
        giveUp.Dispose();
    }

    private LoadClient Client(ChaosCluster cluster, Random random, string name, Testimony testimony) =>
        new(http, cluster.Addresses, cluster.Origin, new JobMaker(random, name), random, testimony);
}
