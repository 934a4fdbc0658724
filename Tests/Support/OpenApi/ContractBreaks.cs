using System.Globalization;
using System.Text.Json;

namespace RetailPulse.Tests.Support.OpenApi;

/// <summary>Finds what a document no longer promises that an earlier one did. What was added is fine.</summary>
internal static class ContractBreaks
{
    private static readonly HashSet<string> Methods = new(["get", "put", "post", "patch", "delete"], StringComparer.Ordinal);

    private static readonly string[] Maxima = ["maxLength", "maximum", "maxItems", "maxProperties"];
    private static readonly string[] Minima = ["minLength", "minimum", "minItems"];

    public static IReadOnlyList<string> Find(JsonElement before, JsonElement now) =>
        [.. Operations(before, now), .. Schemas(before, now), .. Webhooks(before, now)];

    private static IEnumerable<string> Operations(JsonElement before, JsonElement now)
    {
        foreach (var path in before.GetProperty("paths").EnumerateObject())
        foreach (var method in path.Value.EnumerateObject().Where(method => Methods.Contains(method.Name)))
        {
            var name = $"{method.Name.ToUpperInvariant()} {path.Name}";
            if (!TryGet(now, out var operation, "paths", path.Name, method.Name))
            {
                yield return $"{name} is missing";
                continue;
            }

            var breaks = Parameters(method.Value, operation)
                .Concat(Body(method.Value, operation, IsTaken))
                .Concat(Answers(method.Value, operation));
            foreach (var found in breaks)
                yield return $"{name}: {found}";
        }

        // A body may have another schema that takes all that the earlier one took.
        bool IsTaken(JsonElement old, JsonElement present) =>
            IsSame(old, present) || !Members(Resolve(before, old), Resolve(now, present), now).Any();
    }

    private static IEnumerable<string> Parameters(JsonElement before, JsonElement now)
    {
        var (old, present) = (ParametersOf(before), ParametersOf(now));
        foreach (var (name, parameter) in old)
        {
            if (!present.TryGetValue(name, out var same))
                yield return $"parameter {name} is missing";
            else if (Schema(parameter) != Schema(same))
                yield return $"parameter {name} has another type";
            else if (Narrowed(parameter.GetProperty("schema"), same.GetProperty("schema")) is { } limit)
                yield return $"parameter {name} has a narrower {limit}";
        }

        foreach (var (name, parameter) in present)
        {
            if (IsRequired(parameter) && !(old.TryGetValue(name, out var same) && IsRequired(same)))
                yield return $"parameter {name} is required";
        }
    }

    private static IEnumerable<string> Body(JsonElement before, JsonElement now, Func<JsonElement, JsonElement, bool> isTaken)
    {
        if (!before.TryGetProperty("requestBody", out var body))
            return TryGet(now, out var added, "requestBody") && IsRequired(added) ? ["a body is required"] : [];
        if (!now.TryGetProperty("requestBody", out var same))
            return ["the body is missing"];
        return Contents("the body", body, same, isTaken).Concat(IsRequired(same) && !IsRequired(body) ? ["the body is required"] : []);
    }

    private static IEnumerable<string> Answers(JsonElement before, JsonElement now)
    {
        foreach (var answer in before.GetProperty("responses").EnumerateObject())
        {
            if (!TryGet(now, out var same, "responses", answer.Name))
            {
                yield return $"status {answer.Name} is missing";
                continue;
            }

            foreach (var found in Contents($"status {answer.Name}", answer.Value, same, IsSame))
                yield return found;
            foreach (var code in CodesOf(answer.Value).Except(CodesOf(same)))
                yield return $"code {code} of status {answer.Name} is missing";
            if (!answer.Value.TryGetProperty("headers", out var headers))
                continue;
            foreach (var header in headers.EnumerateObject().Where(header => !TryGet(same, out _, "headers", header.Name)))
                yield return $"header {header.Name} of status {answer.Name} is missing";
        }
    }

    private static IEnumerable<string> Contents(string of, JsonElement before, JsonElement now, Func<JsonElement, JsonElement, bool> holds)
    {
        if (!before.TryGetProperty("content", out var contents))
            yield break;
        foreach (var media in contents.EnumerateObject())
        {
            if (!TryGet(now, out var same, "content", media.Name))
                yield return $"{of} as {media.Name} is missing";
            else if (!holds(media.Value, same))
                yield return $"{of} as {media.Name} has another schema";
        }
    }

    /// <summary>Compares schemas by name. Requests must not require more, and responses must not promise less.</summary>
    private static IEnumerable<string> Schemas(JsonElement before, JsonElement now)
    {
        var requests = RequestSchemas(before);
        foreach (var schema in before.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (!TryGet(now, out var same, "components", "schemas", schema.Name))
            {
                yield return $"schema {schema.Name} is missing";
                continue;
            }

            foreach (var text in Texts(schema.Value, "enum").Except(Texts(same, "enum")))
                yield return $"{schema.Name}: {text} is missing";
            foreach (var found in Members(schema.Value, same, requests.Contains(schema.Name) ? now : null))
                yield return $"{schema.Name}: {found}";
        }
    }

    /// <param name="request">Present document if the schema is that of a request, which may accept more than before.</param>
    private static IEnumerable<string> Members(JsonElement before, JsonElement now, JsonElement? request)
    {
        if (!before.TryGetProperty("properties", out var members))
            yield break;
        foreach (var member in members.EnumerateObject())
        {
            if (!TryGet(now, out var same, "properties", member.Name))
                yield return $"member {member.Name} is missing";
            else if (Type(member.Value) != Type(same) && !(request is { } document && Accepts(same, member.Value, document)))
                yield return $"member {member.Name} has another type";
            else if (request is not null && Narrowed(member.Value, same) is { } limit)
                yield return $"member {member.Name} has a narrower {limit}";
        }

        var (old, present) = (Texts(before, "required"), Texts(now, "required"));
        foreach (var name in request is null ? old.Except(present) : present.Except(old))
            yield return request is null ? $"member {name} is not always there" : $"member {name} is required";
    }

    /// <summary>Returns whether a schema accepts what an earlier one did, and perhaps more.</summary>
    private static bool Accepts(JsonElement now, JsonElement before, JsonElement document)
    {
        if (Type(now) == Type(before))
            return true;
        if (now.TryGetProperty("$ref", out var name))
            return TryGet(document, out var named, "components", "schemas", name.GetString()!.Split('/')[^1])
                && Accepts(named, before, document);
        if (now.TryGetProperty("oneOf", out var either) || now.TryGetProperty("anyOf", out either))
            return either.EnumerateArray().Any(one => Accepts(one, before, document));
        return TypesOf(before).IsSubsetOf(TypesOf(now))
            && (
                !before.TryGetProperty("items", out var items)
                || (now.TryGetProperty("items", out var others) && Accepts(others, items, document))
            );
    }

    private static HashSet<string> TypesOf(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
            ? [.. type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!]]
            : [];

    private static IEnumerable<string> Webhooks(JsonElement before, JsonElement now) =>
        before.TryGetProperty("webhooks", out var webhooks)
            ? webhooks
                .EnumerateObject()
                .Where(webhook => !TryGet(now, out _, "webhooks", webhook.Name))
                .Select(webhook => $"webhook {webhook.Name} is missing")
            : [];

    private static HashSet<string> RequestSchemas(JsonElement document)
    {
        var (found, open) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>());
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            if (operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("requestBody", out var body))
                Refer(body);
        }

        while (open.TryDequeue(out var name))
            Refer(document.GetProperty("components").GetProperty("schemas").GetProperty(name));
        return found;

        void Refer(JsonElement node)
        {
            foreach (var name in References(node).Where(found.Add))
                open.Enqueue(name);
        }
    }

    private static IEnumerable<string> References(JsonElement node) =>
        node.ValueKind switch
        {
            JsonValueKind.Object => node.EnumerateObject()
                .SelectMany(member => member.NameEquals("$ref") ? [member.Value.GetString()!.Split('/')[^1]] : References(member.Value)),
            JsonValueKind.Array => node.EnumerateArray().SelectMany(References),
            _ => [],
        };

    private static Dictionary<string, JsonElement> ParametersOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .ToDictionary(parameter => $"{parameter.GetProperty("name")} in {parameter.GetProperty("in")}", parameter => parameter)
            : [];

    private static IEnumerable<string> CodesOf(JsonElement answer) =>
        TryGet(answer, out var codes, "content", "application/problem+json", "examples")
            ? codes.EnumerateObject().Select(code => code.Name)
            : [];

    private static bool IsSame(JsonElement before, JsonElement now) => Schema(before) == Schema(now);

    private static JsonElement Resolve(JsonElement document, JsonElement holder)
    {
        var schema = holder.GetProperty("schema");
        return schema.TryGetProperty("$ref", out var name)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1])
            : schema;
    }

    private static string Schema(JsonElement holder) => holder.TryGetProperty("schema", out var schema) ? Type(schema) : "";

    /// <summary>Returns what a value may be, without what only limits or explains it.</summary>
    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return reference.GetString()!;
        if (schema.TryGetProperty("oneOf", out var either))
            return string.Join(" or ", either.EnumerateArray().Select(Type).Order(StringComparer.Ordinal));
        var items = schema.TryGetProperty("items", out var item) ? $" of {Type(item)}" : "";
        return schema.TryGetProperty("type", out _) ? $"{string.Join(',', TypesOf(schema).Order(StringComparer.Ordinal))}{items}" : items;
    }

    /// <summary>Returns the limit that now allows less of a request; <see langword="null"/> if there is none.</summary>
    private static string? Narrowed(JsonElement before, JsonElement now) =>
        Array.Find(Maxima, limit => Limit(now, limit) is { } present && !(Limit(before, limit) <= present))
        ?? Array.Find(Minima, limit => Limit(now, limit) is { } present && !(Limit(before, limit) >= present));

    private static double? Limit(JsonElement schema, string limit) =>
        schema.TryGetProperty(limit, out var value) ? double.Parse(value.ToString(), CultureInfo.InvariantCulture) : null;

    private static bool IsRequired(JsonElement node) => node.TryGetProperty("required", out var required) && required.GetBoolean();

    private static IEnumerable<string> Texts(JsonElement schema, string list) =>
        schema.TryGetProperty(list, out var texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : [];

    private static bool TryGet(JsonElement node, out JsonElement found, params ReadOnlySpan<string> path)
    {
        found = node;
        foreach (var name in path)
        {
            if (!found.TryGetProperty(name, out found))
                return false;
        }

        return true;
    }
}
