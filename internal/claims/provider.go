package claims

import (
	"cel.dev/cel-go/common/types"
	celref "cel.dev/cel-go/common/types/ref"
)

// provider tells the type checker what stands under each head word: practice is an object whose
// fields are the study's questions, so that a misspelt one does not compile.
type provider struct {
	*types.Registry
	words map[string]*fields
}

// typePrefix keeps the names of our object types apart from CEL's own.
const typePrefix = "crosscase."

func objectType(word string) *types.Type { return types.NewObjectType(typePrefix + word) }

func (p *provider) fieldsOf(structType string) (*fields, bool) {
	if len(structType) <= len(typePrefix) {
		return nil, false
	}
	f, ok := p.words[structType[len(typePrefix):]]
	return f, ok && structType[:len(typePrefix)] == typePrefix
}

// FindStructType implements types.Provider.
func (p *provider) FindStructType(structType string) (*types.Type, bool) {
	if _, ok := p.fieldsOf(structType); ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(structType)), true
	}
	return p.Registry.FindStructType(structType)
}

// FindStructFieldNames implements types.Provider.
func (p *provider) FindStructFieldNames(structType string) ([]string, bool) {
	if f, ok := p.fieldsOf(structType); ok {
		return f.order, true
	}
	return p.Registry.FindStructFieldNames(structType)
}

// FindStructFieldType implements types.Provider.
func (p *provider) FindStructFieldType(structType, name string) (*types.FieldType, bool) {
	f, ok := p.fieldsOf(structType)
	if !ok {
		return p.Registry.FindStructFieldType(structType, name)
	}
	v, ok := f.by[name]
	if !ok {
		return nil, false
	}
	return &types.FieldType{Type: v.kind.celType()}, true
}

// NewValue implements types.Provider; the record's objects cannot be made in a predicate.
func (p *provider) NewValue(structType string, fields map[string]celref.Val) celref.Val {
	return types.NewErr("a predicate cannot make a %s", structType)
}

func (k kind) celType() *types.Type {
	switch k {
	case number:
		return types.DoubleType
	case list:
		return types.NewListType(types.StringType)
	}
	return types.StringType
}
