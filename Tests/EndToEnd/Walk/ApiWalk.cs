namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>
/// Every route of the API, called as a client calls it, of real processes; then again after these were stopped and killed. Each set-up has
/// its own class, so that they walk side by side.
/// </summary>
public abstract class ApiWalk
{
    [Fact]
    public async Task Every_route_works_and_nothing_is_lost_in_restarts()
    {
        await using var scene = await OpenAsync();
        await Steps.TakeAsync(scene.Deployment.StartAsync);
        await Steps.TakeAsync(StepsIn(scene));
        Assert.Equal(ApiDocument.Committed.Operations.Select(operation => operation.Name).Order(), scene.Deployment.Served.Order());
    }

    private protected abstract Task<Scene> OpenAsync();

    private protected static async Task<string[]> PostgreSqlAsync(SharedPostgres server) =>
        ["--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={await server.CreateDatabaseAsync()}"];

    private static IEnumerable<Func<Task>> StepsIn(Scene scene)
    {
        var (submissions, access) = (new SubmitSteps(scene), new AccessSteps(scene));
        return
        [
            .. submissions.All,
            .. new ReadSteps(scene).All,
            .. new EventSteps(scene).All,
            .. new HealingSteps(scene).All,
            .. new BulkSteps(scene).All,
            .. new StoreSteps(scene).All,
            .. new WebhookSteps(scene).All,
            .. access.All,
            .. new ProblemSteps(scene).All,
            .. new ReferenceSteps(scene).All,
            .. new RestartSteps(scene, submissions, access).All,
        ];
    }
}

/// <summary>Two silos and two front ends in the role of a client.</summary>
public sealed class ClusterOnPostgreSqlWalk(SharedPostgres server) : ApiWalk
{
    private protected override async Task<Scene> OpenAsync() => await Scene.OpenAsync(silos: 2, fronts: 2, await PostgreSqlAsync(server));
}

/// <summary>One process that is the whole product.</summary>
public sealed class EmbeddedOnPostgreSqlWalk(SharedPostgres server) : ApiWalk
{
    private protected override async Task<Scene> OpenAsync() => await Scene.OpenAsync(silos: 0, fronts: 1, await PostgreSqlAsync(server));
}

/// <summary>One process that is the whole product, with nothing else installed.</summary>
public sealed class EmbeddedOnSqliteWalk : ApiWalk
{
    private protected override Task<Scene> OpenAsync() => Scene.OpenAsync(silos: 0, fronts: 1, database: null);
}
