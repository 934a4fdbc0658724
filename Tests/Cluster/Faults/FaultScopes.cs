using System.Collections.Concurrent;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>Finds the scope of a call by its subject, so that hundreds of cases can run at once in one cluster.</summary>
internal sealed class FaultScopes
{
    private readonly ConcurrentDictionary<string, FaultScope> scopes = [];

    public static string Job(long id) => $"job {id}";

    public static string Document(string name, string key) => $"{name} {key}";

    public static string Host(string host) => $"host {host}";

    public void Assign(string subject, FaultScope scope) => scopes[subject] = scope;

    /// <summary>Assigns calls about <paramref name="subject"/> to the case of <paramref name="owner"/>, if it has one.</summary>
    public void Extend(string owner, string subject)
    {
        if (scopes.TryGetValue(owner, out var scope))
            scopes[subject] = scope;
    }

    public Task<T> RunAsync<T>(string subject, string name, Func<Task<T>> call) =>
        scopes.TryGetValue(subject, out var scope)
            ? scope.RunAsync(name, call, () => new StorageUnavailableException($"{name} fails as planned"))
            : call();

    public Task RunAsync(string subject, string name, Func<Task> call) => RunAsync(subject, name, () => AnswerAsync(call));

    /// <summary>Runs a call of Orleans' provider, which lets the database's own exceptions through.</summary>
    public Task RunRawAsync(string subject, string name, Func<Task> call) =>
        scopes.TryGetValue(subject, out var scope)
            ? scope.RunAsync(name, () => AnswerAsync(call), () => new FaultException($"{name} fails as planned"))
            : call();

    private static async Task<bool> AnswerAsync(Func<Task> call)
    {
        await call();
        return true;
    }
}
