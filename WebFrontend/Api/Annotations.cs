namespace RetailPulse.WebFrontend.Api;

/// <summary>The text member of a body is one of a closed list, which has a schema of its own in the OpenAPI document.</summary>
/// <param name="name">One of <see cref="ClosedLists"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>The smallest value of a number in a body. Without this attribute, it is 0.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MinimumAttribute(int value) : Attribute
{
    public int Value => value;
}

/// <summary>A text may take the place of the object.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OrTextAttribute : Attribute;

/// <summary>The names of closed lists, which are also the names of their schemas.</summary>
internal static class ClosedLists
{
    public const string JobStatus = "JobStatus";
    public const string JobOrder = "JobOrder";
    public const string OperationKind = "OperationKind";
    public const string OperationStatus = "OperationStatus";
    public const string ImageStatus = "ImageStatus";
    public const string CellSeparator = "CellSeparator";
    public const string ImageWait = "ImageWait";
    public const string Reason = "Reason";
    public const string HostState = "HostState";
    public const string DeliveryState = "DeliveryState";
    public const string StoreMasterSource = "StoreMasterSource";
    public const string SettingSource = "SettingSource";
    public const string ThroughputUnit = "ThroughputUnit";
    public const string EventGap = "EventGap";
    public const string Role = "Role";
    public const string ProblemCode = "ProblemCode";
}
