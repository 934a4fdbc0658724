namespace RetailPulse.WebFrontend.Cluster;

/// <summary>Thrown if the cluster or its storage does not respond within the budget of a call. The client gets 503 and may retry.</summary>
internal sealed class ClusterUnavailableException(Exception cause) : Exception($"The cluster does not respond: {cause.Message}", cause);
