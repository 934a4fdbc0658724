using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace RetailPulse.Tests.Architecture;

/// <summary>Finds the types that a compiled type refers to: in its signatures, its attributes, and the bodies of its methods.</summary>
/// <remarks>It reads bound symbols, so a <c>using</c> line counts for nothing, and a call of an extension method counts.</remarks>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> Instructions = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type)
    {
        var used = new HashSet<Type>();
        foreach (var mentioned in Mentioned(type))
            Add(used, mentioned);
        return used;
    }

    private static IEnumerable<Type?> Mentioned(Type type) =>
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetGenericArguments().SelectMany(Constraints),
            .. type.GetCustomAttributesData().SelectMany(Mentioned),
            .. type.GetMembers(Declared).SelectMany(member => member.GetCustomAttributesData()).SelectMany(Mentioned),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetMethods(Declared)
                .Cast<MethodBase>()
                .Concat(type.GetConstructors(Declared))
                .SelectMany(method => Signature(method).Concat(Body(method))),
        ];

    private static IEnumerable<Type?> Mentioned(CustomAttributeData attribute) =>
        attribute
            .ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.TypedValue))
            .Select(argument => argument.Value as Type)
            .Append(attribute.AttributeType);

    private static IEnumerable<Type?> Mentioned(MemberInfo? member) =>
        member switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType, field.FieldType],
            MethodBase method => Signature(method).Append(method.DeclaringType),
            _ => [],
        };

    private static IEnumerable<Type?> Signature(MethodBase method) =>
        [
            (method as MethodInfo)?.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.IsGenericMethod ? method.GetGenericArguments().SelectMany(Constraints) : [],
        ];

    /// <summary>Returns a generic argument, or what a generic parameter must derive from.</summary>
    private static Type[] Constraints(Type argument) =>
        argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [argument];

    private static IEnumerable<Type?> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            return [];
        return
        [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body
                .ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType),
            .. Tokens(body.GetILAsByteArray()!).SelectMany(token => Mentioned(Resolve(method, token))),
        ];
    }

    private static MemberInfo? Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType?.GetGenericArguments(),
            method.IsGenericMethod ? method.GetGenericArguments() : null
        );

    /// <summary>Returns the metadata tokens of types, fields, and methods in the instructions (ECMA-335, partition III).</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var instruction = Instructions[code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += instruction.Size;
            if (
                instruction.OperandType
                is OperandType.InlineField
                    or OperandType.InlineMethod
                    or OperandType.InlineTok
                    or OperandType.InlineType
            )
                yield return BitConverter.ToInt32(code, at);
            at += OperandSize(instruction, code, at);
        }
    }

    private static int OperandSize(OpCode instruction, byte[] code, int at) =>
        instruction.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
            _ => 4,
        };

    /// <summary>Adds a type together with its element type and its generic arguments.</summary>
    private static void Add(HashSet<Type> used, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
            Add(used, type.GetElementType());
        else if (used.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type) | type.IsGenericType)
            foreach (var argument in type.GetGenericArguments())
                Add(used, argument);
    }
}
