using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>What the service reports about ended jobs: no restart may change it.</summary>
internal static class PublicStateSnapshot
{
    /// <summary>Each thing that is told by its name.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(Scene scene)
    {
        var told = new Dictionary<string, string>
        {
            ["store master"] = Text(await scene.As(WalkKey.Reader, scene.Last).Stores.GetMasterAsync()),
        };
        foreach (var key in (WalkKey[])[WalkKey.Admin, WalkKey.Stranger])
            await AddAsync(told, key.Tenant, scene.As(key, scene.Last));
        return told;
    }

    /// <summary>All that was there before is there as it was.</summary>
    public static void IsKept(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var changed = before
            .Where(told => after.GetValueOrDefault(told.Key) != told.Value)
            .Select(told => $"{told.Key}\n  before {told.Value}\n  after  {after.GetValueOrDefault(told.Key)}")
            .ToList();
        Assert.True(changed.Count == 0, $"Not as before:\n{string.Join('\n', changed)}");
    }

    private static async Task AddAsync(Dictionary<string, string> told, string tenant, RetailPulseClient client)
    {
        told[$"secret of {tenant}"] = Text(await client.Webhooks.GetSecretAsync());
        foreach (var store in (string[])["S1", "S2", "S4"])
        {
            told[$"visits of {tenant} to {store}"] = Text(await client.Stores.ListVisitsAsync(store).ToListAsync());
            told[$"last image of {tenant} in {store}"] = Text(await client.Stores.FindLastGoodImageAsync(store));
        }

        await foreach (var job in client.Jobs.ListAsync())
            await AddAsync(told, $"job {job.Id} of {tenant}", client, job.Id);
    }

    private static async Task AddAsync(Dictionary<string, string> told, string name, RetailPulseClient client, long job)
    {
        told[name] = Text(await client.GetWholeAsync(job));
        told[$"standing of {name}"] = Text(await client.Jobs.GetStatusAsync(job));
        told[$"images of {name}"] = Text(await client.Jobs.ExportImagesAsync(job).ToListAsync());
        told[$"deliveries of {name}"] = Text(await client.Webhooks.ListAsync(job));
        told[$"repeated photos of {name}"] = Text(await client.Jobs.ListRepeatedPhotosAsync(job).ToListAsync());
    }

    private static string Text<T>(T told) => JsonSerializer.Serialize(told);
}
