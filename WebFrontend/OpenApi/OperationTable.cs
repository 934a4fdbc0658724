using RetailPulse.WebFrontend.Contract;
using RetailPulse.WebFrontend.Health;
using RetailPulse.WebFrontend.V1.Failures;
using RetailPulse.WebFrontend.V1.Hosts;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Stores;
using RetailPulse.WebFrontend.V1.Webhooks;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>All operations of the document.</summary>
internal static class OperationTable
{
    public static readonly IReadOnlyList<Operation> All =
        [.. JobOperations.All, .. JobChangeOperations.All, .. ImageOperations.All, .. FailureOperations.All, .. StoreOperations.All, .. WebhookOperations.All, .. HostOperations.All, .. ContractOperations.All, .. HealthOperations.All];

    /// <summary>By <see cref="OperationDescriptions.Key"/>.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> ByKey = All.ToDictionary(operation => $"{operation.Method} {operation.Path}");
}
